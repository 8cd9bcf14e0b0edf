/** Words for exporting and erasing what is held on a person. */
export const privacyIt = {
  title: "Privacy",
  exportIt: "Esporta tutti i dati (ZIP)",
  exportHelp:
    "Contatto, consensi, chiamate, messaggi e file: tutto quello che abbiamo di questa persona. L'esportazione viene annotata.",
  erase: "Cancella i dati di questa persona…",
  adminErases: "Può cancellarli un amministratore.",
  erasedOn: "I dati di questa persona sono stati cancellati.",
  erasedHelp: "Se chiama o scrive di nuovo, non si conserva niente e non le si scrive.",
  page: {
    title: "Cancellare questa persona?",
    back: "Torna al contatto",
    goes: "Se ne va per sempre, da qui e dall'archivio dei file:",
    counts: {
      identities: (n: number) => (n === 1 ? "1 numero o indirizzo" : `${n} numeri e indirizzi`),
      calls: (n: number) => (n === 1 ? "i dati di 1 chiamata" : `i dati di ${n} chiamate`),
      leads: (n: number) =>
        n === 1 ? "le risposte date in 1 modulo o elenco" : `le risposte date in ${n} moduli o elenchi`,
      messages: (n: number) => (n === 1 ? "il testo di 1 messaggio" : `i testi di ${n} messaggi`),
      queued: (n: number) =>
        n === 1 ? "1 messaggio in coda, che non parte più" : `${n} messaggi in coda, che non partono più`,
      files: (n: number) => (n === 1 ? "1 file" : `${n} file`),
      events: (n: number) =>
        n === 1 ? "il contenuto di 1 evento ricevuto" : `il contenuto di ${n} eventi ricevuti`,
    },
    stays:
      "Restano gli orari e i conteggi, senza nome né numero. Se questa persona chiama o scrive di nuovo, non si conserva niente.",
    irreversible: "Non si può tornare indietro.",
    reason: "Perché si cancella",
    reasonHelp:
      "Per esempio: richiesta per e-mail del 21 novembre. Resta nel registro, senza nomi né numeri.",
    typed: (what: string) => `Per confermare, scrivi ${what}`,
    name: (name: string) => `il nome, «${name}»`,
    phone: (phone: string) => `il numero, ${phone}`,
    or: "o",
    number: (id: number) => `#${id}`,
    confirm: "Cancella per sempre",
    problems: {
      no_reason: "Scrivi perché si cancella, in al massimo 500 caratteri.",
      not_theirs: "Quello che hai scritto non è né il nome né il numero di questa persona.",
      already_erased: "Questa persona è già stata cancellata.",
    } as Record<string, string>,
  },
  again: {
    ask: "La persona vuole tornare cliente…",
    help: "Dalla prossima chiamata o messaggio si ricomincia da capo, come con una persona nuova. Quello che è stato cancellato non torna.",
    reason: "Perché",
    confirm: "Riammetti",
  },
};
