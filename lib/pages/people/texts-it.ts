import type { PersonState, Source } from "./people-filters.ts";

/** The list of persons. */
export const it = {
  title: "Persone",
  file: "persone",
  search: "Nome, numero o testo",
  everyState: "Ogni stato",
  everyOwner: "Chiunque le segua",
  everyTag: "Ogni etichetta",
  everySource: "Da dove arrivano",
  mine: "Le mie",
  nobodys: "Di nessuno",
  filters: "Altri filtri",
  filter: "Filtra",
  clear: "Togli i filtri",
  columns: {
    choose: "Scegli",
    who: "Persona",
    company: "Azienda",
    phone: "Telefono",
    state: "Stato",
    silence: "Consenso",
    owner: "Segue",
    last: "Ultimo contatto",
    next: "Prossimo passo",
    source: "Arriva da",
    tags: "Etichette",
    calls: "Chiamate",
  },
  choose: (name: string) => `Scegli ${name}`,
  card: "Scheda",
  noPhone: "numero sconosciuto",
  sources: { call: "chiamata", wrote: "ha scritto" } satisfies Record<Source, string>,
  states: {
    problem: "problema",
    reply: "tocca a noi",
    check: "bolletta da verificare",
    call_back: "richiama",
    queued: "in coda",
    waiting: "in attesa",
    done: "bolletta ok",
    closed: "chiusa",
    none: "mai scritto",
  } satisfies Record<PersonState, string>,
  problems: {
    failed: "non inviato",
    not_on_whatsapp: "non è su WhatsApp",
    window_closed: "serve un testo approvato",
    not_delivered: "non arrivato",
    uncertain: "incerto",
    unconfirmed: "incerto",
    who: "chi è?",
    refusal: "sembra un no",
  } as Record<string, string>,
  silences: { erased: "cancellata", blocked: "bloccata da noi", opted_out: "non scrivere" },
  steps: {
    problem: "guarda che cosa è successo",
    problems: {
      failed: "controlla il numero o chiama",
      not_on_whatsapp: "chiama: non è su WhatsApp",
      window_closed: "scegli un testo approvato, o chiama",
      not_delivered: "chiama: il telefono non lo ha ricevuto",
      uncertain: "guarda sul telefono se è arrivato",
      unconfirmed: "guarda sul telefono se è arrivato",
      who: "trova di chi è questo numero",
      refusal: "decidi: è davvero un no?",
    } as Record<string, string>,
    reply: (since: string) => `rispondi, aspetta da ${since}`,
    check: "guarda il file",
    call_back: (at: string) => `richiama ${at}`,
    queued: "il messaggio sta per partire",
    owed: (since: string) => `chiesto ${since}`,
    missing: (since: string) => `manca la bolletta, chiesta ${since}`,
  },
  change: {
    title: "Con le persone scelte",
    owner: "Chi le segue",
    me: "Me",
    nobody: "Nessuno",
    assign: "Assegna",
    tag: "Etichetta",
    add: "Aggiungi",
    remove: "Togli",
  },
  notices: {
    assign: (n: number) =>
      n === 0 ? "Era già così." : n === 1 ? "1 persona assegnata." : `${n} persone assegnate.`,
    tag: (n: number) =>
      n === 0
        ? "Ce l'avevano già."
        : n === 1
          ? "Etichetta aggiunta a 1 persona."
          : `Etichetta aggiunta a ${n} persone.`,
    untag: (n: number) =>
      n === 0
        ? "Non ce l'aveva nessuno."
        : n === 1
          ? "Etichetta tolta a 1 persona."
          : `Etichetta tolta a ${n} persone.`,
    undone: "Annullato: è tutto come prima.",
    nobody: "Scegli prima le persone, con la casella a sinistra.",
    no_tag: "Scrivi prima l'etichetta.",
    bad_tag: "Una persona ha al massimo 20 etichette, di 40 caratteri l'una.",
  },
  none: "Ancora nessuno. Chi chiama o scrive compare qui da solo.",
  noMatch: "Nessuna persona corrisponde.",
  showAll: "Mostrale tutte",
  pages: "Pagine delle persone",
  older: "Altre persone",
  newest: "Torna all'inizio",
  take: "Scarica questo elenco:",
  consents: "Scarica lo storico dei consensi:",
};
