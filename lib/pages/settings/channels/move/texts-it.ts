/** Words of the move from one number to another. */
export const it = {
  link: "Passa a un altro numero",
  title: (from: string) => `Passa da ${from} a un altro numero`,
  intro:
    "Cinque passi, in ordine. Conversazioni, consensi e conteggi restano; ogni messaggio parte una volta sola. Puoi fermarti e tornare quando vuoi.",
  to: "Numero nuovo",
  choose: "Scegli",
  states: { done: "fatto", todo: "da fare", wait: "in attesa", try: "da provare", bad: "non va" },
  number: {
    title: "Il numero nuovo c'è ed è collegato",
    none: "Aggiungilo qui: serve un altro numero in uso.",
    askAdmin: "Lo può aggiungere un amministratore.",
    is: (name: string, vendor: string) => `${name}, presso ${vendor}.`,
    connected: "Il gestore dice che è collegato.",
    untried: "Nessuno ha ancora provato il collegamento.",
    down: "Non è collegato, o è in pausa: aprilo e guarda perché.",
    open: "Apri il numero nuovo",
  },
  texts: {
    title: "I testi sono approvati lì",
    free: "Questo numero manda qualsiasi testo: non serve niente.",
    none: "Regole e solleciti non nominano nessun testo.",
    count: (approved: number, all: number) =>
      all === 1
        ? `${approved} approvato su 1, fra i testi che regole e solleciti mandano.`
        : `${approved} approvati su ${all}, fra i testi che regole e solleciti mandano.`,
    approved: "approvato",
    missing: "manca",
    help: "Un testo che manca non parte da lì: la persona finisce fra quelle da guardare.",
  },
  first: {
    title: "I primi contatti partono da lì",
    done: (name: string) => `Chi non ha ancora una conversazione riceve da ${name}.`,
    todo: (name: string) => `Ora partono da ${name}.`,
    press: (name: string) => `Falli partire da ${name}`,
    undo: (name: string) => `Rimettili su ${name}`,
  },
  waiting: {
    title: (name: string) => `Che cosa aspetta ancora su ${name}`,
    none: "Niente in coda e niente in dubbio.",
    queued: "In coda",
    onTheirWay: "In viaggio adesso",
    uncertain: "Forse partiti",
    here: "Persone con la conversazione qui",
    moved: "Già passate al numero nuovo",
    without: (n: number) =>
      n === 1
        ? "1 messaggio in coda non ha un testo approvato sul numero nuovo: da lì non partirebbe, e finirebbe fra i non inviati."
        : `${n} messaggi in coda non hanno un testo approvato sul numero nuovo: da lì non partirebbero, e finirebbero fra i non inviati.`,
    queueHelp:
      "Puoi aspettare che la coda si svuoti, o togliere subito il numero: allora parte dal nuovo, ogni messaggio una volta.",
    uncertainHelp:
      "Di quelli forse partiti decide una persona; finché nessuno decide, nessuno li rimanda. Quello che il vecchio gestore dice dopo conta ancora.",
    threadsHelp:
      "Chi ha la conversazione qui riceve risposta da qui finché il numero è in uso. Se scrive al nuovo, passa là. Tolto il numero, gli scrivi dal nuovo: con un testo approvato, finché non risponde.",
  },
  retire: {
    title: (name: string) => `Togli dall'uso ${name}`,
    firstFirst: "Prima il passo 3: i primi contatti partono ancora da qui.",
    onTheirWay: "Un messaggio è in viaggio: riprova fra un minuto.",
    askAdmin: "Lo può fare un amministratore.",
    queue: (n: number, name: string) =>
      n === 0
        ? "La coda è vuota."
        : n === 1
          ? `1 messaggio in coda passa a ${name}.`
          : `${n} messaggi in coda passano a ${name}.`,
    after:
      "Lascia acceso per qualche settimana il webhook presso il vecchio gestore: risposte e stati in ritardo si leggono e contano.",
    done: "Tolto dall'uso. Quello che arriva lì si legge ancora.",
  },
};
export type MoveTexts = typeof it;
