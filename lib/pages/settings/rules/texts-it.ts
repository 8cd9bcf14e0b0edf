import type { Conditions, priorities } from "../../../settings/rules-setting.ts";

type Outcome = NonNullable<Conditions["outcome"]>[number];
type Comparison = NonNullable<Conditions["custom"]>[number]["is"];
type Priority = (typeof priorities)[number];

const messages = (n: number) => (n === 1 ? "1 messaggio" : `${n} messaggi`);

/** Rules as they are read, and the form that writes them. */
export const it = {
  add: "Nuova regola",
  try: "Prova le regole",
  history: "Versioni salvate",
  none: "Nessuna regola: nessuna chiamata riceve un messaggio.",
  noneMatches: "Se nessuna regola corrisponde, non si invia niente.",
  fixedLines: "Numeri fissi",
  fixedLeft:
    "Un numero fisso può avere WhatsApp Business. Qui riceve un messaggio solo se da quel numero qualcuno ha già scritto su WhatsApp.",
  fixedTried:
    "Le regole valgono anche per i numeri fissi. Se WhatsApp risponde che il numero non c'è, ce ne ricordiamo e non si riprova.",
  fixedTry: "Prova anche i numeri fissi",
  fixedLeave: "Non provare i numeri fissi",
  off: "spenta",
  unreachable: (name: string) =>
    `Non decide mai: le sue chiamate le prende prima «${name}». Spostala più su.`,
  edit: "Modifica",
  up: "Sposta su",
  down: "Sposta giù",
  on: "Accendi",
  switchOff: "Spegni",
  remove: "Elimina",
  removeHelp: "La regola sparisce dall'elenco. Resta fra le versioni salvate.",
  removeConfirm: "Conferma: elimina",
  notices: {
    saved: "Regola salvata.",
    moved: "Ordine cambiato.",
    on: "Regola accesa.",
    off: "Regola spenta.",
    removed: "Regola eliminata.",
    restored: "Versione ripristinata.",
    fixedOn: "Le regole valgono anche per i numeri fissi.",
    fixedOff: "I numeri fissi non si provano più.",
    gone: "Quella regola non c'è più.",
  } satisfies Record<string, string> as Record<string, string>,

  if: "Se",
  so: "allora",
  always: "Per ogni chiamata",
  and: " e ",
  or: " o ",
  nor: " né ",
  quote: (word: string) => `«${word}»`,
  clauses: {
    direction: (which: string) => `la chiamata è ${which}`,
    directions: { incoming: "in entrata", outgoing: "in uscita" },
    outcomes: {
      answered: "qualcuno ha risposto",
      missed: "nessuno ha risposto",
      voicemail: "è finita in segreteria",
      unknown: "non si sa se qualcuno ha risposto",
    } satisfies Record<Outcome, string>,
    talking: (min: string | null, max: string | null) =>
      min && max
        ? `si è parlato fra ${min} e ${max}`
        : min
          ? `si è parlato almeno ${min}`
          : `si è parlato al massimo ${max}`,
    agents: (names: string) => `l'operatore è ${names}`,
    internalNumbers: (numbers: string) => `la nostra linea è ${numbers}`,
    tagsAny: (tags: string) => `ha l'etichetta ${tags}`,
    tagsAll: (tags: string) => `ha le etichette ${tags}`,
    tagsNone: (tags: string) => `non ha l'etichetta ${tags}`,
    dispositions: (words: string) => `l'esito è ${words}`,
    campaigns: (names: string) => `la campagna è ${names}`,
    contacts: {
      new: "questa persona la sentiamo per la prima volta",
      known: "questa persona la conosciamo già",
    },
    previous: (min: number | null, max: number | null) =>
      max === 0
        ? "non ha mai ricevuto un nostro messaggio"
        : min !== null && max !== null
          ? `ha già ricevuto da ${min} a ${messages(max)}`
          : min !== null
            ? `ha già ricevuto almeno ${messages(min)}`
            : `ha già ricevuto al massimo ${messages(max ?? 0)}`,
    custom: {
      equal: (field, value) => `il campo «${field}» è «${value}»`,
      not_equal: (field, value) => `il campo «${field}» non è «${value}»`,
      contains: (field, value) => `il campo «${field}» contiene «${value}»`,
      present: (field) => `il campo «${field}» c'è`,
      absent: (field) => `il campo «${field}» manca`,
    } satisfies Record<Comparison, (field: string, value: string) => string>,
  },
  send: (template: string, when: string) => `invia «${template}» ${when}`,
  at: { once: "subito", after: (delay: string) => `dopo ${delay}` },
  priorities: {
    live: "prima degli altri",
    reminder: "dopo le richieste nuove",
    bulk: "per ultimo",
  } satisfies Record<Priority, string>,
  onlyWith: (reasons: string) => `solo se c'è un motivo: ${reasons}`,
  expires: (hours: number) => `scade se non parte entro ${hours === 1 ? "1 ora" : `${hours} ore`}`,
  dontSend: (reason: string) => `non inviare: ${reason}`,
  /** The reasons of the rules that come with Aftercall. */
  knownReasons: {
    "The call ended in voicemail.": "la chiamata è finita in segreteria.",
    "The call was not answered.": "nessuno ha risposto.",
  } as Record<string, string>,

  form: {
    newTitle: "Nuova regola",
    editTitle: "Modifica la regola",
    newHelp:
      "Entra nell'elenco sopra la regola che altrimenti prenderebbe tutte le sue chiamate. Poi puoi spostarla.",
    name: "Nome",
    nameHelp: "Come la chiami tu: compare accanto a ogni decisione.",
    enabled: "Accesa",
    when: "Quando vale",
    whenHelp: "Tutto quello che scegli deve essere vero. Quello che lasci vuoto non conta.",
    direction: "Chiamata",
    directions: { incoming: "In entrata", outgoing: "In uscita" },
    outcome: "Com'è andata",
    outcomes: {
      answered: "Risposta",
      missed: "Senza risposta",
      voicemail: "Segreteria",
      unknown: "Non si sa",
    } satisfies Record<Outcome, string>,
    talkingMin: "Almeno (secondi)",
    talkingMax: "Al massimo (secondi)",
    talking: "Quanto si è parlato",
    who: "Chi",
    contact: "La persona",
    contacts: { "": "Non importa", new: "È nuova", known: "La conosciamo già" },
    previous: "Messaggi che ha già ricevuto",
    previousMin: "Almeno",
    previousMax: "Al massimo",
    agents: "Operatori",
    agentsHelp: "Nome, e-mail o numero nel centralino. Uno per riga.",
    internalNumbers: "Nostre linee",
    perLine: "Una per riga.",
    tags: "Etichette",
    tagsAny: "Almeno una di queste",
    tagsAll: "Tutte queste",
    tagsNone: "Nessuna di queste",
    more: "Etichette, esito, campagna",
    dispositions: "Esito della chiamata",
    campaigns: "Campagna",
    custom: "Altri campi della chiamata",
    customHelp: "Il nome del campo come compare nei dati della chiamata.",
    row: (n: number) => `Campo ${n}`,
    field: "Nome del campo",
    is: "Confronto",
    comparisons: {
      equal: "è",
      not_equal: "non è",
      contains: "contiene",
      present: "c'è",
      absent: "manca",
    } satisfies Record<Comparison, string>,
    value: "Valore",
    result: "Che cosa fare",
    choose: "Il messaggio",
    sends: { yes: "Si invia", no: "Non si invia" },
    sendFields: "Se si invia",
    template: "Testo",
    delay: "Ritardo in minuti",
    delayHelp: "0: subito. Al massimo 43200 (30 giorni).",
    priority: "Precedenza",
    priorities: {
      live: "Prima degli altri",
      reminder: "Dopo le richieste nuove",
      bulk: "Per ultimo",
    } satisfies Record<Priority, string>,
    expires: "Scade dopo (ore)",
    requires: "Serve uno di questi motivi",
    requiresHelp: "Nessuno: basta quello che chiede «Perché possiamo scrivere» nelle impostazioni.",
    expiresHelp: "Se non riesce a partire in tempo, non parte più. Da 1 a 720.",
    dontSendFields: "Se non si invia",
    reason: "Perché",
    reasonHelp: "Una frase per i colleghi.",
    save: "Salva la regola",
    tryFirst: "Prova prima di salvare",
  },
};
