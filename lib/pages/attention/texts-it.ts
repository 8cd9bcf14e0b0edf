/** Each kind: what it is, and what to do. */
export const it = {
  title: "Da guardare",
  help: "Qualcuno ha scritto, chiamato o mandato qualcosa che da qui non si vede tutto. Finché aspetta, i promemoria si fermano.",
  seen: "Visto",
  refusal: { stop: "Non scrivere più", continue: "Non è un no: continua" },
  nobody: "Non sappiamo di chi",
  older: (n: number) => (n === 1 ? "Un altro, più vecchio." : `Altri ${n}, più vecchi.`),
  other: { title: "Qualcosa da guardare", todo: "Guardi il telefono: qui non si vede." },
  deleted: "Eliminato dal cliente per tutti",
  withdrawn: "Eliminato per tutti",
  edited: "Modificato dal cliente",
  before: "Prima diceva:",
  editUnreadable: "Il cliente l'ha modificato: le parole nuove si leggono solo sul telefono.",
  contents: {
    advertisement: "Da un annuncio: parole non sue",
    broadcast_list: "Mandato a una lista",
    albumMessage: "Annuncia più foto",
    taken_back: "Scritto e ritirato prima che arrivasse",
    number_changed: "Dice che ha cambiato numero",
  },
  kinds: {
    number_changed: {
      title: "Ha cambiato numero",
      todo: "Controlli i due numeri e, se è la stessa persona, unisca i contatti. Al numero vecchio non scriviamo più da soli.",
    },
    taken_back: {
      title: "Ha scritto e ritirato il messaggio prima che lo leggessimo",
      todo: "Non si legge più nemmeno sul telefono: se serve, chieda al cliente che cosa voleva dire.",
    },
    view_once: {
      title: "Foto o video da vedere una volta sola",
      todo: "Guardi il telefono: si apre solo lì, e una volta sola.",
    },
    undecryptable: {
      title: "Messaggio che non siamo riusciti a leggere",
      todo: "Guardi il telefono: la chat lo mostra. Se non c'è, chieda al cliente di rimandarlo.",
    },
    unknown_kind: {
      title: "Contenuto che non conosciamo",
      todo: "Guardi il telefono: da qui non si vede che cos'è, e non conta come risposta.",
    },
    whatsapp_call: {
      title: "Ha chiamato su WhatsApp",
      todo: "Richiami il cliente: qui nessuno può rispondere alle chiamate di WhatsApp.",
    },
    edit_unreadable: {
      title: "Messaggio modificato dal cliente",
      todo: "Guardi il telefono: le parole nuove si leggono solo lì.",
    },
    file_refused: {
      title: "File non accettato",
      todo: "Guardi il telefono: il file è arrivato, ma qui non lo conserviamo. Se serve, lo chieda in PDF o in foto.",
    },
    file_missed: {
      title: "File non arrivato fin qui",
      todo: "Guardi il telefono: il file è nella chat. Se lì non si apre, chieda al cliente di rimandarlo.",
    },
    refusal: {
      title: "Sembra un no",
      todo: "Leggi il messaggio e decidi. Finché aspetta, a questa persona non parte niente da solo.",
    },
    call_unreadable: {
      title: "Telefonata che non siamo riusciti a leggere",
      todo: "Guardi nel centralino quale chiamata manca, e se serve scriva al cliente dal telefono.",
    },
    call_half_read: {
      title: "Telefonata letta solo in parte",
      todo: "Controlli nome e dati della chiamata nel centralino.",
    },
    lead_unreadable: {
      title: "Contatto di un modulo che non siamo riusciti a leggere",
      todo: "Guarda nella piattaforma degli annunci i contatti arrivati a quest'ora: uno qui manca.",
    },
    body_too_large: {
      title: "Qualcosa di troppo grande è stato rifiutato",
      todo: "Guardi sul telefono gli ultimi messaggi arrivati a quest'ora: uno di questi qui manca.",
    },
    machine: {
      title: "Sembra una risposta automatica",
      todo: "Legga il messaggio: se l'ha scritto una persona, lo dica con un clic.",
    },
    unknown_account: {
      title: "Arrivano messaggi di un numero che non è fra i nostri",
      todo: "Se il numero è dell'azienda, lo aggiunga in Impostazioni, Numeri WhatsApp. Altrimenti tolga il webhook presso chi lo gestisce.",
    },
    unproved_deletion: {
      title: "Risulta eliminato dal cliente",
      todo: "Chi ce lo dice non firma quello che manda: qui il messaggio resta. Controlla nella chat presso il fornitore del numero.",
    },
    unproved_start: {
      title: "Sembra volere di nuovo i messaggi",
      todo: "Chi ce lo dice non firma quello che manda, e un sì deve essere suo: chiediglielo al telefono, poi riattivalo dalla sua scheda.",
    },
    no_template: {
      title: "Non gli abbiamo potuto scrivere",
      todo: "Non ha scritto nelle ultime 24 ore, e il testo non è approvato da WhatsApp. Telefonagli, o fai approvare il testo e invialo dalla chiamata.",
    },
    may_not_begin: {
      title: "Un numero può rispondere, ma non iniziare nuove chat",
      todo: "Lo ha limitato WhatsApp. Chi ha già scritto riceve risposta; gli altri aspettano, o ricevono da un numero con testi approvati. Non insistere dal telefono: il blocco si allunga.",
    },
    restored: {
      title: "È stato ripristinato un backup del database",
      todo: "Guardi le chat sul telefono: quello che le persone hanno scritto dopo il backup qui non c'è. Uno STOP o una bolletta vanno registrati a mano.",
    },
  },
};
