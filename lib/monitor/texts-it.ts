import type { ConnectionStatus } from "../events/domain-value.ts";
import type { FallbackReason } from "../messages/read-sent-log.ts";
import type { CallFilter } from "./filters.ts";
import type { CallCode } from "./snapshot.ts";

export const it = {
  product: "Aftercall",
  language: "Lingua",
  skip: "Vai al contenuto",
  updatedAt: "Aggiornato alle",
  connectionLost: "Connessione persa: i dati qui sotto sono fermi. Riprovo da solo.",
  noScript: "JavaScript è spento: la pagina si ricarica ogni minuto.",
  news: "Dall'ultima volta: chiamate nuove {calls}, messaggi nuovi {messages}.",
  unknownName: "Senza nome",
  noPhone: "numero sconosciuto",

  signIn: {
    title: "Accedi",
    email: "E-mail",
    password: "Password",
    submit: "Accedi",
    wrong: "E-mail o password non corretti. Riprova.",
    tooMany: "Troppi tentativi. Aspetta qualche minuto e riprova.",
    missing: "Scrivi e-mail e password.",
    help: "Non hai un account? Lo crea l'amministratore del tuo spazio di lavoro.",
  },
  signOut: "Esci",
  noAccess: {
    title: "Nessun accesso",
    text: "Hai effettuato l'accesso, ma questo account non fa parte di nessuno spazio di lavoro.",
    help: "Chiedi a un amministratore di aggiungerti, poi ricarica la pagina. Oppure esci e usa un altro account.",
  },

  totals: {
    title: "A colpo d'occhio",
    answered: "Hanno risposto",
    waiting: "Aspettiamo risposta",
    needs: "Da controllare",
    nothingNeeded: "tutto a posto",
    queued: (n: number) => `di cui ${n} ancora in coda`,
    today: (n: number) => `di cui ${n} oggi`,
  },

  chart: {
    title: "Ultimi 14 giorni",
    sent: (n: number) => (n === 1 ? "1 inviato" : `${n} inviati`),
    answered: (n: number) => (n === 1 ? "1 cliente ha risposto" : `${n} clienti hanno risposto`),
    today: "oggi",
  },

  search: {
    label: "Nome o numero",
    submit: "Cerca",
    found: "Solo con:",
    clear: "mostra tutto",
  },

  needs: {
    title: "Da controllare",
    none: "Niente da fare. Se qualcosa ha bisogno di te, compare qui.",
    arrived: "È arrivato?",
    arrivedHelp:
      "Non sappiamo se il cliente l'ha ricevuto. Guarda la chat sul telefono aziendale, poi scegli.",
    yes: "Sì, è arrivato",
    yesHelp: "Lo segniamo come inviato. Non verrà più spedito.",
    yesConfirm: "Conferma: è arrivato",
    no: "No, invia di nuovo",
    noHelp:
      "Torna in coda e parte una seconda volta. Se il primo era arrivato, il cliente lo riceve due volte.",
    noConfirm: "Conferma: invia di nuovo",
    failed: "Messaggio non consegnato",
    failedHelp: "Non viene ritentato da solo. Chiama il cliente o controlla il numero.",
    seen: "Visto",
    unmatched: "Da abbinare",
    unmatchedHelp:
      "Ha scritto, ma WhatsApp nasconde il numero: non sappiamo a quale chiamata risponde. " +
      "Si abbina da solo appena il numero si conosce.",
    incident: "Un invio è fallito",
    incidentHelp: "Wasender non dice quale. Controlla gli ultimi messaggi nella chat sul telefono.",
    events: (n: number) => (n === 1 ? "1 evento non elaborato" : `${n} eventi non elaborati`),
    eventsHelp:
      "È salvato tutto e il sistema riprova da solo. Se il numero non scende, avvisa chi gestisce Aftercall.",
    older: (n: number, what: string) =>
      n === 1 ? `${what}: un altro, più vecchio` : `${what}: altri ${n}, più vecchi`,
  },

  channel: {
    title: "Canale e coda",
    active: "Attivo",
    paused: "In pausa",
    pausedSince: "In pausa da",
    pausedTitle: (name: string) => `${name} è in pausa: non parte nessun messaggio`,
    pausedQueue: (n: number) => (n === 1 ? "1 messaggio aspetta." : `${n} messaggi aspettano.`),
    probe: "Prossimo controllo automatico:",
    pause: "Metti in pausa",
    resume: "Riprendi gli invii",
    askManager: "Può riprenderlo un responsabile o un amministratore.",
    connection: "Connessione",
    never: "non ancora verificata",
    pace: "Ritmo",
    paceText: (every: string) => `un messaggio ogni ${every}`,
    paceNone: "senza attesa fra un messaggio e l'altro",
    hours: "Orario",
    always: "sempre",
    cap: "Ultime 24 ore",
    capText: (used: number, limit: number) => `${used} ${used === 1 ? "inviato" : "inviati"} su ${limit}`,
    warmUp: (days: number, fullLimit: number) =>
      `(numero nuovo: in ${days} giorni il limite sale a ${fullLimit} al giorno)`,
    capNone: (used: number) => `${used} ${used === 1 ? "inviato" : "inviati"}, nessun limite`,
    capReached: (limit: number) => `Limite di ${limit} messaggi in 24 ore raggiunto. Il prossimo parte:`,
    outOfHours: (from: string, until: string) =>
      `Fuori orario: parte subito solo chi ha chiamato da meno di 30 minuti, il resto fra le ${from} e le ${until}.`,
    reasons: {
      bad_key: "La chiave API di Wasender non è valida.",
      plan_ended: "Il piano Wasender è scaduto o non permette l'invio.",
      session_down: "Il numero WhatsApp non è collegato a Wasender.",
      staff: "Messo in pausa da un collega.",
    } satisfies Record<string, string>,
    todo: {
      bad_key:
        "Copia la chiave API della sessione da Wasender nelle impostazioni di Aftercall (WHATSAPP_API_TOKEN).",
      plan_ended: "Rinnova il piano su wasenderapi.com. Poi gli invii riprendono da soli.",
      session_down:
        "Apri Wasender, voce Sessions, e ricollega il telefono con il codice QR. Poi riprende da solo.",
      staff: "Premi «Riprendi gli invii» quando vuoi ricominciare.",
    } satisfies Record<string, string>,
    connections: {
      connecting: "si sta collegando",
      connected: "collegato",
      disconnected: "scollegato",
      need_scan: "aspetta la scansione del codice QR",
      need_passkey: "aspetta la passkey",
      logged_out: "disconnesso dal telefono",
      expired: "sessione scaduta",
    } satisfies Record<ConnectionStatus, string>,
  },

  queue: {
    title: "In coda",
    none: "Niente in coda.",
    now: "adesso",
    whenResumed: "alla ripresa",
    expires: "scade",
    rest: (n: number) => `Altri ${n} più avanti, o che scadono prima del loro turno.`,
  },

  calls: {
    title: "Chiamate",
    none: "Ancora nessuna chiamata.",
    noneHelp:
      "In CloudTalk crea un'automazione «chiamata terminata» che invia i dati (POST) a questo indirizzo:",
    filter: "Quali chiamate",
    filters: {
      all: "Tutte",
      answered: "Con risposta",
      waiting: "In attesa",
      not_messaged: "Senza messaggio",
      needs: "Da controllare",
    } satisfies Record<CallFilter, string>,
    noMatch: "Nessuna chiamata corrisponde.",
    pages: "Pagine delle chiamate",
    older: "Più vecchie",
    newest: "Torna alle più recenti",
    anonymous: "Numero nascosto",
    with: "con",
    billWaiting: "Bolletta: in attesa",
    bill: {
      reply: "Bolletta: ha risposto",
      attachment: "Bolletta: file ricevuto",
      confirmed: "Bolletta: confermata",
    } satisfies Record<string, string>,
    noMessage: "Nessun messaggio",
    coveredBy: "Chiamata delle",
    incoming: "in entrata",
    outgoing: "in uscita",
    weak: "senza identificativo",
    weakHelp:
      "CloudTalk non ha inviato né numero di chiamata né orario: due chiamate uguali nello stesso giorno contano una.",
  },

  messages: {
    title: "Messaggi",
    none: "Ancora nessun messaggio.",
    noneHelp:
      "Partono da soli dopo una chiamata. Per ricevere le risposte, metti questo indirizzo nei webhook di Wasender:",
    filter: "Quali messaggi",
    filters: { all: "Tutti", in: "Ricevuti", out: "Inviati" },
    noMatch: "Nessun messaggio corrisponde.",
    pages: "Pagine dei messaggi",
    older: "Più vecchi",
    newest: "Torna ai più recenti",
    from: "Da",
    to: "A",
    typed: "scritto dal telefono",
    unmatched: "da abbinare",
    stop: "Ha chiesto di non essere più contattato",
    noText: "(senza testo)",
    whole: "testo intero",
    evidence: {
      reply: "vale come risposta",
      attachment: "vale come bolletta",
    } satisfies Record<string, string>,
    kinds: {
      text: "Testo",
      image: "Foto",
      video: "Video",
      audio: "Messaggio vocale",
      document: "Documento",
      sticker: "Adesivo",
      location: "Posizione",
      contact: "Contatto",
      poll: "Sondaggio",
      other: "Altro contenuto",
    } satisfies Record<string, string>,
  },

  statuses: {
    queued: "in coda",
    sending: "in partenza",
    uncertain: "incerto",
    accepted: "accettato da WhatsApp",
    sent: "inviato",
    failed: "non consegnato",
    delivered: "consegnato",
    read: "letto",
    skipped: "saltato",
    expired: "scaduto",
    cancelled: "annullato",
    received: "ricevuto",
  } satisfies Record<string, string>,

  callCodes: {
    default_rule: "Ha un cellulare, e niente dice di non scrivere.",
    do_not_send: "Chiamata segnata: non scrivere al cliente.",
    unanswered: "Nessuno ha risposto alla chiamata.",
    voicemail: "La chiamata è finita in segreteria.",
    internal_call: "Chiamata interna, senza cliente.",
    withheld: "Il numero del cliente è nascosto o manca.",
    internal: "Il numero è un interno o una nostra linea.",
    invalid: "Il numero non è valido.",
    fixed_line: "Numero fisso o di servizio: WhatsApp non lo raggiunge.",
    opted_out: "Il contatto ha chiesto di non essere più contattato.",
    blocked: "Il contatto è bloccato o cancellato.",
    not_set_up: "Manca il canale WhatsApp o il testo del messaggio.",
    covered: "Già chiesto dopo una chiamata precedente: niente secondo messaggio.",
    not_ended: "Non sappiamo ancora se la chiamata è finita.",
    staff_send: "Una persona ha deciso di inviare lo stesso.",
    staff_refused: "Una persona ha deciso di non inviare.",
  } satisfies Record<CallCode, string>,

  reasonCodes: {
    worker_died: "L'invio si è interrotto a metà.",
    timeout: "WhatsApp non ha risposto in tempo.",
    connection_lost: "La connessione è caduta durante l'invio.",
    server_error: "Wasender ha risposto con un errore.",
    unreadable_answer: "Wasender ha dato una risposta incomprensibile.",
    rate_limited: "Wasender chiede di rallentare: si riprova.",
    session_down: "Il numero WhatsApp non è collegato.",
    bad_key: "La chiave API non è valida.",
    plan_ended: "Il piano Wasender è scaduto.",
    unreachable: "Wasender non è raggiungibile: si riprova.",
    not_begun: "Rimandato prima di partire.",
    not_on_whatsapp: "Il numero non è su WhatsApp.",
    refused: "Wasender ha rifiutato il messaggio.",
    provider_failed: "WhatsApp dice che non è stato consegnato.",
    resend: "Una persona ha chiesto di inviarlo di nuovo.",
    expired: "Non è riuscito a partire in tempo.",
    opted_out: "Il contatto ha chiesto di non essere più contattato.",
    bill_received: "Il cliente ha mandato un file prima della richiesta.",
    answered: "Il cliente ha risposto prima del secondo invio.",
    same_call: "È la stessa chiamata di un'altra: basta un messaggio.",
    wrong_number: "Il centralino ha poi indicato un altro numero per questa chiamata.",
  } satisfies Record<string, string>,

  override: {
    send: {
      ask: "Invia lo stesso",
      help: "Il messaggio va in coda e parte al prossimo turno, anche se la regola diceva di no.",
      confirm: "Conferma: invia",
    },
    retry: {
      ask: "Riprova",
      help: "Il messaggio va di nuovo in coda e parte al prossimo turno.",
      confirm: "Conferma: riprova",
    },
    dont_send: {
      ask: "Non inviare",
      help: "Il messaggio viene tolto dalla coda. Puoi cambiare idea finché vuoi.",
      confirm: "Conferma: non inviare",
    },
  },

  log: {
    title: "Registro di Wasender",
    intro:
      "A sinistra quello che Wasender dice di aver inviato, a destra quello che abbiamo registrato noi. Wasender non ha un elenco dei messaggi ricevuti: le risposte esistono solo nel nostro database.",
    theirs: "Secondo Wasender",
    ours: "Secondo Aftercall",
    none: "Nessun messaggio.",
    back: "Torna al monitor",
    older: "Più vecchi",
    newer: "Più recenti",
    hidden: "(contenuto non registrato)",
    ids: "N.",
    matched: "anche da noi",
    fallback: "Qui sotto solo il nostro database:",
    reasons: {
      not_configured:
        "il registro di Wasender non è collegato. Servono WASENDER_PERSONAL_TOKEN e WASENDER_SESSION_ID.",
      timeout: "Wasender non ha risposto entro 3 secondi.",
      unreachable: "Wasender non è raggiungibile.",
      refused: "Wasender ha rifiutato la richiesta. Controlla WASENDER_PERSONAL_TOKEN e WASENDER_SESSION_ID.",
      unreadable: "Wasender ha dato una risposta incomprensibile.",
      not_supported: "Wasender non sa filtrare il suo registro.",
    } satisfies Record<FallbackReason, string>,
    statuses: { sent: "inviato", in_progress: "in corso", failed: "non riuscito" } satisfies Record<
      string,
      string
    >,
  },

  sources: {
    title: "Collegamenti",
    intro: "Quando è arrivato l'ultimo evento, da chi ce li manda.",
    lastHeard: "ultimo evento",
    never: "mai ricevuto",
    names: { cloudtalk: "CloudTalk (chiamate)", wasender: "Wasender (WhatsApp)" } satisfies Record<
      string,
      string
    >,
    neverSource: {
      cloudtalk: "Controlla l'automazione in CloudTalk: senza, non vediamo le chiamate.",
      wasender: "Controlla l'indirizzo del webhook in Wasender: senza, non vediamo le risposte.",
    } satisfies Record<string, string>,
    data: "Da dove vengono i dati",
    dataHelp: "Questa pagina mostra il database di Aftercall. Per confronto:",
    tick: "Spuntalo nelle impostazioni Webhook della sessione su Wasender.",
    without: {
      "messages.received": "Porta le risposte dei clienti.",
      "messages.upsert": "Porta anche i messaggi scritti dal telefono e conferma gli invii incerti.",
      "messages.update": "Porta le spunte: consegnato, letto.",
      "message.sent": "Avvisa se un invio fallisce.",
      "session.status": "Avvisa subito se il telefono si scollega.",
    } satisfies Record<string, string>,
  },

  notices: {
    sent: "Segnato come inviato.",
    queued: "Rimesso in coda: parte al prossimo turno.",
    settled: "Era già stato risolto: nessun cambiamento.",
    seen: "Visto: tolto dall'elenco.",
    staff_send: "Messo in coda: parte al prossimo turno.",
    staff_refused: "Non verrà inviato.",
    already_sent: "Troppo tardi: il messaggio è già partito.",
    no_phone: "Non si può inviare: manca un numero che WhatsApp raggiunga.",
    covered: "Non inviato: a questo cliente l'abbiamo già chiesto e aspettiamo la risposta.",
    opted_out: "Non inviato: il contatto ha chiesto di non essere più contattato.",
    blocked: "Non inviato: il contatto è bloccato o cancellato.",
    not_set_up: "Non inviato: manca il canale WhatsApp o il testo del messaggio.",
    paused: "Canale in pausa.",
    resumed: "Canale ripreso: gli invii ricominciano entro un minuto.",
  } satisfies Record<string, string>,

  problems: {
    title: "Qualcosa non va",
    back: "Torna al monitor",
    reference: "Riferimento per l'assistenza:",
    forbidden:
      "Non hai il permesso di farlo, o il modulo arriva da un altro sito. Torna al monitor e riprova.",
    not_found: "A questo indirizzo non c'è niente.",
    method_not_allowed: "Questo indirizzo non accetta questa richiesta.",
    bad_request: "La richiesta non si capisce. Torna al monitor e riprova.",
    body_too_large: "La richiesta è troppo grande.",
    database_unavailable: "Il database non risponde. Niente va perso: riprova fra poco.",
    not_configured: "Aftercall non è ancora configurato. Avvisa chi lo gestisce.",
    internal: "Errore da parte nostra. È registrato: riprova fra poco.",
  } satisfies Record<string, string>,
};
