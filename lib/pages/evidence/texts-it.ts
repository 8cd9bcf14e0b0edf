/** Whether the bill came, what says so, and the files that customers send. */
export const it = {
  title: "La bolletta",
  levels: {
    none: "Non ancora ricevuta",
    reply: "Ha risposto, manca la bolletta",
    attachment: "Da verificare",
    confirmed: "Bolletta confermata",
  } as Record<string, string>,
  since: "da",
  open: "Apri il file",
  message: "messaggio",
  history: "Come ci siamo arrivati",
  noHistory: "Per ora nessuna prova.",
  proofs: {
    reply: "Ha risposto",
    attachment: "Ha mandato un file",
    confirmed: "Confermata",
  } as Record<string, string>,
  rejected: "non è la bolletta",
  by: (who: string) => `da ${who}`,
  undoneBy: (who: string) => `Annullata da ${who}`,
  confirm: {
    ask: "Conferma la bolletta",
    help: "Hai visto la bolletta ed è quella giusta? Non chiederemo più niente a questo cliente.",
    confirm: "Sì, è la bolletta",
  },
  which: {
    label: "Come è arrivata",
    none: "Nessuno di questi file: per telefono o in altro modo",
  },
  undo: {
    ask: "Non vale",
    help: {
      reply:
        "La risposta non conta più: la bolletta torna «non ancora ricevuta», finché il cliente non scrive di nuovo.",
      attachment: "Questo file non conta più come bolletta. Se ne arriva un altro, varrà quello.",
      confirmed: "La conferma viene tolta e resta quello che c'era prima.",
    } as Record<string, string>,
    reason: "Perché",
    confirm: "Sì, non vale",
  },
  fileStates: {
    waiting: "in arrivo",
    missed: "perso",
    refused: "non accettato",
  } as Record<string, string>,
  /** What it means, and what to do. By the reason, else by the state. */
  fileHelp: {
    waiting: "Lo stiamo scaricando da WhatsApp: riprova tra qualche minuto.",
    missed: "WhatsApp non ce l'ha più. Guardalo sul telefono aziendale, o chiedi al cliente di rimandarlo.",
    refused:
      "Non è un tipo di file che conserviamo. Guardalo sul telefono aziendale, o chiedi un PDF o una foto.",
    removed: "L'abbiamo eliminato: i file si conservano solo per i giorni scelti nelle impostazioni.",
    no_key: "WhatsApp non ce l'ha dato. Guardalo sul telefono aziendale, o chiedi al cliente di rimandarlo.",
    too_large: "Supera i 25 MB. Guardalo sul telefono aziendale, o chiedi al cliente un file più piccolo.",
    empty: "È vuoto. Chiedi al cliente di rimandarlo.",
    type_differs:
      "Dice di essere una cosa e ne è un'altra, quindi non l'abbiamo tenuto. Guardalo sul telefono aziendale, con prudenza.",
    unauthorized:
      "La chiave per i file è rifiutata, quindi non possiamo scaricarlo: avvisa chi gestisce Aftercall.",
    damaged: "Quello che è arrivato non è il file inviato: ci riproviamo da soli.",
    storage_away: "È arrivato, ma non riusciamo a salvarlo: ci riproviamo da soli.",
  } as Record<string, string>,
  writeBack: (vendor: string) => ({
    title: `In ${vendor}`,
    kinds: { tag: "etichetta «bolletta ricevuta»", activity: "attività sul contatto" } as Record<
      string,
      string
    >,
    states: { waiting: "in attesa", done: "scritta", failed: "non riuscita" } as Record<string, string>,
    untold: { waiting: "la stiamo togliendo", done: "tolta" } as Record<string, string>,
    errors: {
      no_contact: `In ${vendor} non c'è un contatto con questo numero: se serve, crealo e aggiungi l'etichetta a mano.`,
      refused: `${vendor} non l'accetta: aggiungila a mano.`,
      unauthorized: `${vendor} rifiuta la chiave: avvisa chi gestisce Aftercall. Si riprova da soli ogni ora.`,
      rate_limited: `${vendor} ha ricevuto troppe richieste: si riprova da soli.`,
      unreachable: `${vendor} non risponde: si riprova da soli.`,
    } as Record<string, string>,
    gaveUp: "Dopo dieci tentativi abbiamo smesso: aggiungila a mano.",
    undone: `La bolletta non vale più, e in ${vendor} può essere ancora scritta: toglila a mano.`,
  }),
  toCall: "Apri la chiamata",
  contactHelp: "Per confermare o annullare, apri la chiamata.",
};
