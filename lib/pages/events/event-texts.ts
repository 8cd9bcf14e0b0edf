import type { Language } from "../../base/language.ts";
import type { ProblemCode, UnreadableReason } from "../../base/problem.ts";
import type { ReplayOutcome } from "../../inbox/replay-report.ts";
import type { IgnoredReason } from "../../model/domain-value.ts";
import type { EventFilter } from "./events-filters.ts";
import type { EventState } from "./events-read.ts";

const it = {
  title: "Eventi ricevuti",
  intro:
    "Quello che ci mandano da fuori, e com'è finito. Ciò che non è andato a buon fine resta qui e si può riprovare: l'effetto è sempre uno solo.",
  toList: "Torna agli eventi",
  all: "Tutti gli eventi ricevuti",
  rejectedLately: (n: number) =>
    n === 1
      ? "Negli ultimi 7 giorni 1 evento non si è potuto leggere."
      : `Negli ultimi 7 giorni ${n} eventi non si sono potuti leggere.`,
  look: "Guarda quali sono",
  which: "Quali eventi",
  from: "Da chi",
  anySource: "Da tutti",
  filters: {
    open: "Da sistemare",
    rejected: "Respinti",
    retrying: "Riproviamo noi",
    dead: "Fermi",
    all: "Tutti",
  } satisfies Record<EventFilter, string>,
  states: {
    processed: "elaborato",
    ignored: "non serviva",
    duplicate: "doppione",
    rejected: "respinto",
    retrying: "riproviamo noi",
    dead: "fermo",
  } satisfies Record<EventState, string>,
  none: "Nessun evento corrisponde.",
  noneOpen: "Niente da sistemare: tutto quello che è arrivato si è potuto leggere e usare.",
  pages: "Pagine degli eventi",
  older: "Più vecchi",
  newest: "Torna ai più recenti",
  unnamed: "tipo ignoto",
  reconciled: "trovato da noi",
  number: (id: number) => `Evento n. ${id}`,
  tries: (n: number) => (n === 1 ? "provato una volta" : `provato ${n} volte`),
  next: "prossimo tentativo:",
  soon: "a momenti",
  gaveUp: "non riproviamo più da soli:",
  byMe: "riprovato da te:",
  byOther: "riprovato da un collega:",
  firstOne: (id: number) => `Il primo è l'evento n. ${id}.`,
  open: "Cosa diceva",
  askManager: "Può riprovarli un responsabile o un amministratore.",

  retry: "Riprova",
  select: (id: number) => `Seleziona l'evento n. ${id}`,
  retrySelected: "Riprova i selezionati",
  retryAll: (n: number) => (n === 1 ? "Riprova" : `Riprova tutti (${n})`),
  retryAllHelp: (limit: number) =>
    `Al massimo ${limit} alla volta. Se c'è un messaggio da mandare parte; quello delle chiamate di più di 72 ore fa risulta scaduto.`,
  retryAllConfirm: "Conferma: riprova tutti",
  nothingSelected: "Nessun evento selezionato: spunta quelli da riprovare.",
  nothingToRetry: "Non c'era niente da riprovare.",
  done: (n: number) => (n === 1 ? "Riprovato 1 evento:" : `Riprovati ${n} eventi:`),
  outcomes: {
    processed: (n) => (n === 1 ? "1 a buon fine" : `${n} a buon fine`),
    ignored: (n) => (n === 1 ? "1 letto, ma non serviva" : `${n} letti, ma non servivano`),
    duplicate: (n) => (n === 1 ? "1 doppione" : `${n} doppioni`),
    rejected: (n) => (n === 1 ? "1 ancora respinto" : `${n} ancora respinti`),
    failed: (n) => (n === 1 ? "1 ancora fallito" : `${n} ancora falliti`),
    already: (n) => (n === 1 ? "1 era già a posto" : `${n} erano già a posto`),
  } satisfies Record<ReplayOutcome, (n: number) => string> as Record<ReplayOutcome, (n: number) => string>,
  why: "Perché:",
  left: (n: number) =>
    n === 1 ? "Ne resta 1 da riprovare: premi ancora." : `Ne restano ${n} da riprovare: premi ancora.`,

  facts: {
    outcome: "Esito",
    why: "Perché",
    received: "Ricevuto",
    tried: "Tentativi",
    replayed: "Riprovato a mano",
    by: "da",
    contentType: "Formato",
    reference: "Riferimento",
  },
  said: "Cosa diceva",
  saidHelp: "Password e chiavi sono state tolte prima di salvarlo.",
  notKept: "Non ne è conservato il testo.",
  cut: (kilobytes: number) => `Sono i primi ${kilobytes} kB.`,

  /** Of rejected events. */
  rejections: {
    bad_json: "Il testo non è un JSON valido: controlla virgolette, virgole e parentesi.",
    body_too_large:
      "È troppo grande o contiene troppe cose insieme: quello che diceva va guardato sul telefono.",
    too_deep: "Il JSON ha troppi livelli uno dentro l'altro.",
    unsupported_media_type: "È in un formato che non leggiamo: va mandato come JSON.",
    unreadable: "Non contiene quello che ci aspettiamo da chi lo manda.",
    unfilled_placeholders:
      "Al posto dei dati ci sono segnaposto {{…}}: scegli le variabili dall'elenco dell'automazione, non scriverle a mano.",
    no_facts: "Non indica una chiamata, un numero o un orario: manda almeno call_id e external_number.",
    not_one_object: "Non è un oggetto JSON: va mandata una chiamata alla volta.",
    not_a_webhook: "È firmato, ma non è un webhook che conosciamo: manca type o data.",
    no_event_name: "Non dice di quale evento si tratta: manca «event».",
    nothing_kept: "Non ne è rimasto il testo, quindi non si può rileggere.",
    not_identifiable:
      "Non dice di quale chiamata parla, e una parte era riservata ed è stata tolta: va rimandato da chi l'ha mandato.",
    internal: "Si è rotto qualcosa da noi mentre lo leggevamo.",
  } satisfies Record<UnreadableReason | KeptReason, string> as Record<string, string>,
  unknownReason: (code: string) => `Motivo non spiegato (codice ${code}).`,
  /** Of failed events; the code is the database's. */
  failure: (code: string) => `Letto, ma il database non l'ha accettato (codice ${code}).`,
  databaseSays: "Il database dice:",
  technical: "Dettaglio tecnico:",
  ignored: {
    unknown_event: "Un tipo di evento che non conosciamo.",
    not_a_call_end: "Non riguarda una chiamata finita.",
    group: "Messaggio in un gruppo.",
    status_story: "Uno stato di WhatsApp.",
    newsletter: "Un canale di WhatsApp.",
    bot: "L'assistente di Meta AI, non un cliente.",
    broadcast: "Una lista broadcast.",
    reaction: "Una reazione a un messaggio.",
    edit: "La modifica di un messaggio.",
    deletion: "Un messaggio eliminato.",
    protocol: "Un avviso tecnico di WhatsApp.",
    poll_vote: "Il voto a un sondaggio.",
    stub: "Un avviso di sistema nella chat.",
    receipt: "Una ricevuta di lettura in un gruppo.",
    whatsapp_call: "Una chiamata su WhatsApp.",
    linking_credential: "Un codice per collegare il telefono.",
    own_number: "Un messaggio al nostro stesso numero.",
    no_message_id: "Un messaggio senza identificativo.",
    no_chat: "Un messaggio senza mittente.",
    unknown_status: "Uno stato che non conosciamo.",
    not_a_message: "Non è un messaggio.",
    empty: "Non conteneva niente.",
    status_not_higher: "Sapevamo già di più.",
    inbound_status: "Riguarda un messaggio ricevuto.",
    outdated: "Superato da notizie più recenti.",
    already_known: "Lo sapevamo già.",
    may_be_another: "Potrebbe riguardare un altro invio dello stesso testo.",
    lid_conflict: "Il numero è già di un altro contatto nascosto.",
    erased: "Riguarda una persona i cui dati sono stati cancellati.",
  } satisfies Record<IgnoredReason | SqlReason, string> as Record<string, string>,
};

/** Why an event is kept unread, where its parser says nothing more exact. */
type KeptReason =
  | Extract<ProblemCode, "bad_json" | "body_too_large" | "unsupported_media_type" | "unreadable" | "internal">
  | "nothing_kept"
  | "not_identifiable";

/** Reasons that the recording SQL adds. */
type SqlReason =
  | "empty"
  | "status_not_higher"
  | "inbound_status"
  | "outdated"
  | "already_known"
  | "may_be_another"
  | "lid_conflict"
  | "erased";
export type EventTexts = typeof it;

const en: EventTexts = {
  title: "Events received",
  intro:
    "What others send us, and what became of it. What went wrong stays here and can be tried again: it takes effect only once.",
  toList: "Back to the events",
  all: "All events received",
  rejectedLately: (n) =>
    n === 1
      ? "1 event of the last 7 days could not be read."
      : `${n} events of the last 7 days could not be read.`,
  look: "See which",
  which: "Which events",
  from: "From whom",
  anySource: "From all",
  filters: {
    open: "To fix",
    rejected: "Rejected",
    retrying: "Retrying",
    dead: "Stopped",
    all: "All",
  },
  states: {
    processed: "processed",
    ignored: "not needed",
    duplicate: "duplicate",
    rejected: "rejected",
    retrying: "retrying",
    dead: "stopped",
  },
  none: "No event matches.",
  noneOpen: "Nothing to fix: all that came could be read and used.",
  pages: "Pages of events",
  older: "Older",
  newest: "Back to the newest",
  unnamed: "kind unknown",
  reconciled: "found by us",
  number: (id) => `Event no. ${id}`,
  tries: (n) => (n === 1 ? "tried once" : `tried ${n} times`),
  next: "next try:",
  soon: "any moment now",
  gaveUp: "no more tries by itself since:",
  byMe: "tried again by you:",
  byOther: "tried again by a colleague:",
  firstOne: (id) => `The first is event no. ${id}.`,
  open: "What it said",
  askManager: "A manager or an admin can try them again.",

  retry: "Try again",
  select: (id) => `Select event no. ${id}`,
  retrySelected: "Try the selected again",
  retryAll: (n) => (n === 1 ? "Try the one that matches" : `Try all ${n} that match`),
  retryAllHelp: (limit) =>
    `At most ${limit} at a time. A message that is due then leaves; for calls of more than 72 hours ago it shows as expired.`,
  retryAllConfirm: "Confirm: try all again",
  nothingSelected: "No event is selected: tick those to try again.",
  nothingToRetry: "There was nothing to try again.",
  done: (n) => (n === 1 ? "Tried 1 event again:" : `Tried ${n} events again:`),
  outcomes: {
    processed: (n) => `${n} took effect`,
    ignored: (n) => (n === 1 ? "1 read, but not needed" : `${n} read, but not needed`),
    duplicate: (n) => (n === 1 ? "1 duplicate" : `${n} duplicates`),
    rejected: (n) => `${n} still rejected`,
    failed: (n) => `${n} still failing`,
    already: (n) => (n === 1 ? "1 was fine already" : `${n} were fine already`),
  },
  why: "Why:",
  left: (n) => (n === 1 ? "1 is left to try: press again." : `${n} are left to try: press again.`),

  facts: {
    outcome: "Outcome",
    why: "Why",
    received: "Received",
    tried: "Tries",
    replayed: "Tried by hand",
    by: "by",
    contentType: "Format",
    reference: "Reference",
  },
  said: "What it said",
  saidHelp: "Passwords and keys were taken out before it was stored.",
  notKept: "Its text was not kept.",
  cut: (kilobytes) => `These are the first ${kilobytes} kB.`,

  rejections: {
    bad_json: "Its text is not valid JSON: check its quotes, commas and brackets.",
    body_too_large: "It is too large, or holds too much at once: look on the phone at what it said.",
    too_deep: "Its JSON has too many levels inside one another.",
    unsupported_media_type: "It is in a format that we do not read: send it as JSON.",
    unreadable: "It does not hold what we expect from its sender.",
    unfilled_placeholders:
      "It holds {{…}} placeholders instead of data: pick the variables from the automation's list, do not type them.",
    no_facts: "It names no call, number or time: send at least call_id and external_number.",
    not_one_object: "It is not a JSON object: send one call at a time.",
    not_a_webhook: "It is signed, but is no webhook that we know: it lacks type or data.",
    no_event_name: "It does not say which event it is: “event” is missing.",
    nothing_kept: "Its text is gone, so it cannot be read again.",
    not_identifiable:
      "It does not say which call it is about, and a confidential part of it was taken out: its sender has to send it again.",
    internal: "Something on our side broke while reading it.",
  },
  unknownReason: (code) => `No explanation (code ${code}).`,
  failure: (code) => `Read, but the database did not take it (code ${code}).`,
  databaseSays: "The database says:",
  technical: "Technical detail:",
  ignored: {
    unknown_event: "A kind of event that we do not know.",
    not_a_call_end: "Not about a call that ended.",
    group: "A message in a group.",
    status_story: "A WhatsApp status story.",
    newsletter: "A WhatsApp channel.",
    bot: "The Meta AI assistant, no customer.",
    broadcast: "A broadcast list.",
    reaction: "A reaction to a message.",
    edit: "A message that was edited.",
    deletion: "A message that was deleted.",
    protocol: "A technical notice of WhatsApp.",
    poll_vote: "A vote in a poll.",
    stub: "A system notice in the chat.",
    receipt: "A read receipt in a group.",
    whatsapp_call: "A call on WhatsApp.",
    linking_credential: "A code that links the phone.",
    own_number: "A message to our own number.",
    no_message_id: "A message without an id.",
    no_chat: "A message without a sender.",
    unknown_status: "A status that we do not know.",
    not_a_message: "Not a message.",
    empty: "It held nothing.",
    status_not_higher: "We knew more already.",
    inbound_status: "About a message that we received.",
    outdated: "Overtaken by newer news.",
    already_known: "We knew it already.",
    may_be_another: "It may be about another send of the same text.",
    lid_conflict: "That number already belongs to another hidden contact.",
    erased: "About a person whose data was erased.",
  },
};

export const eventTexts: Record<Language, EventTexts> = { it, en };
