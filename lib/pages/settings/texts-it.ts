import type { Days } from "./days-in-words.ts";

/** All of the settings but rules, which have a table of their own. */
export const it = {
  title: "Impostazioni",
  number: "Numero WhatsApp",
  intro: "Che cosa fa Aftercall da solo. Ogni modifica vale subito, da qui in avanti.",
  back: "Torna alle impostazioni",
  readOnly: "Le può cambiare un responsabile o un amministratore.",
  adminOnly: "Può cambiarla solo un amministratore.",
  save: "Salva",
  change: "Cambia",
  look: "Guarda",
  optional: "facoltativo",
  saved: "Salvato.",
  restored: "Ripristinato: vale di nuovo quella versione.",
  wrong: (n: number) =>
    n === 1 ? "Non salvato: c'è un campo da correggere." : `Non salvato: ci sono ${n} campi da correggere.`,
  kept: "Intanto vale ancora quello di prima.",
  conflict: "Non salvato: un collega ha cambiato questa pagina mentre scrivevi.",
  conflictHelp: "Quello che hai scritto è ancora qui sotto. Se salvi di nuovo, vale il tuo. Ora vale:",
  conflictList: "Non cambiato: un collega ha modificato le regole nel frattempo. Qui sotto come sono ora.",
  unknownTemplateInVersion:
    "Non salvato: una regola usa un testo che non esiste più. Riscrivi quel testo, o scegline un altro nella regola.",
  unknownTemplate: "Questo testo non esiste più: scegline un altro.",
  nobodyYet: "Mai cambiata: vale quella di partenza.",
  savedBy: (who: string) => `da ${who}`,
  lastSaved: "Ultima modifica:",
  history: "Versioni salvate",
  historyHelp: "Ogni salvataggio resta qui. Puoi rimetterne in uso uno vecchio.",
  version: (n: number) => `Versione ${n}`,
  firstVersion: "Com'era all'inizio",
  inUse: "in uso",
  restore: "Ripristina",
  restoreHelp: "Torna a valere questa versione. Quella di adesso resta fra le versioni salvate.",
  restoreConfirm: "Conferma: ripristina",

  groups: {
    messages: "Messaggi",
    hours: "Orari e solleciti",
    answers: "Risposte che arrivano",
    company: "Azienda e collegamenti",
  },

  days: {
    names: {
      mon: "lunedì",
      tue: "martedì",
      wed: "mercoledì",
      thu: "giovedì",
      fri: "venerdì",
      sat: "sabato",
      sun: "domenica",
    } satisfies Record<Days, string>,
    short: {
      mon: "lun",
      tue: "mar",
      wed: "mer",
      thu: "gio",
      fri: "ven",
      sat: "sab",
      sun: "dom",
    } satisfies Record<Days, string>,
    closed: "chiuso",
    from: "–",
  },

  pages: {
    rules: {
      title: "Regole",
      intro:
        "Decidono quali chiamate ricevono un messaggio, e quale. Si leggono dall'alto: vale la prima che corrisponde.",
      summary: (on: number, off: number) =>
        `${on === 1 ? "1 regola attiva" : `${on} regole attive`}${off > 0 ? `, ${off} ${off === 1 ? "spenta" : "spente"}` : ""}`,
    },
    lead_rules: {
      title: "Regole per i contatti dei moduli",
      intro:
        "Decidono che cosa succede a chi compila un modulo, sta in una lista o scrive per primo. Si leggono dall'alto: vale la prima che corrisponde.",
      summary: (on: number, off: number) =>
        `${on === 1 ? "1 regola attiva" : `${on} regole attive`}${off > 0 ? `, ${off} ${off === 1 ? "spenta" : "spente"}` : ""}`,
    },
    leads: {
      title: "Contatti nuovi",
      intro: "Chi diventa un contatto, e di chi è.",
      summary: (isInTurn: boolean): string =>
        isInTurn ? "Assegnati a turno" : "Di nessuno, finché qualcuno li prende",
    },
    templates: {
      title: "Testi dei messaggi",
      intro:
        "I testi che regole e solleciti possono inviare. Un messaggio già in coda o inviato tiene il testo che aveva.",
      summary: (n: number) => (n === 1 ? "1 testo" : `${n} testi`),
    },
    hours: {
      title: "Orari",
      intro:
        "Quando possono partire i messaggi. Quello che capita fuori orario aspetta l'apertura, non va perso.",
      summary: (days: string, holidays: number) =>
        `${days}${holidays > 0 ? ` · ${holidays === 1 ? "1 giorno di chiusura" : `${holidays} giorni di chiusura`}` : ""}`,
    },
    cooldown: {
      title: "Pausa fra due richieste",
      intro:
        "Dopo una richiesta, la stessa persona non ne riceve un'altra finché non passa questo tempo, anche se chiama di nuovo. Arrivata la bolletta, non chiediamo più.",
      summary: (hours: number) =>
        hours === 0 ? "Nessuna pausa" : hours === 1 ? "1 ora per persona" : `${hours} ore per persona`,
    },
    reasons: {
      title: "Perché possiamo scrivere",
      intro:
        "Quale motivo serve per scrivere a chi, e da che cosa si riconosce un sì detto in chiamata. Vale da qui in avanti.",
      summary: (allowed: boolean): string =>
        allowed
          ? "Dopo ogni chiamata, anche nostra"
          : "Dopo una nostra chiamata, solo a chi ha chiesto o detto sì",
    },
    consent: {
      title: "Chi non vuole più messaggi",
      intro:
        "Le parole con cui una persona ci ferma, o ci fa riprendere, e che cosa le rispondiamo. Ogni riga vale per i molti modi di dire la stessa cosa, con il tu, il lei e il voi: «non scrivetemi piu» anche per «la prego di non contattarmi più». Chi rifiuta in altri modi è da guardare. «Non fermatevi» non ferma niente.",
      summary: (stop: number, confirm: boolean) =>
        `${stop === 1 ? "1 parola" : `${stop} parole`} per fermarci, ${confirm ? "con conferma" : "senza conferma"}`,
    },
    machines: {
      title: "Risposte automatiche",
      intro:
        "Le frasi da cui si riconosce il messaggio di benvenuto o di assenza di un'azienda. Resta nella chat, ma non vale come risposta: la richiesta e i solleciti vanno avanti. È automatico anche un testo scritto entro due secondi dal nostro, o lo stesso testo lungo dopo più richieste.",
      summary: (n: number) => (n === 1 ? "1 frase" : `${n} frasi`),
    },
    reminders: {
      title: "Solleciti",
      intro:
        "Una seconda e una terza richiesta a chi non risponde. Si fermano alla prima risposta, e rispettano orari, limite e chi ha detto basta.",
      summary: (days: number[]) =>
        days.length === 0
          ? "Spenti"
          : days.length === 1
            ? `Uno, dopo ${days[0]} ${days[0] === 1 ? "giorno" : "giorni"}`
            : `Due: dopo ${days[0]} giorni, e dopo altri ${days[1]}`,
    },
    retention: {
      title: "Per quanto conserviamo i dati",
      intro: "Passato questo tempo si cancellano da soli, e non si recuperano.",
      summary: (
        events: number,
        messages: number | null,
        media: number | null,
        calls: number | null,
        leads: number | null,
      ) =>
        `Eventi ${events} giorni · messaggi ${messages === null ? "per sempre" : `${messages} giorni`} · file ${media === null ? "per sempre" : `${media} giorni`} · chiamate ${calls === null ? "per sempre" : `${calls} giorni`} · moduli ed elenchi ${leads === null ? "per sempre" : `${leads} giorni`}`,
    },
  },

  hours: {
    week: "Settimana",
    weekHelp: "Una o più fasce, come 08:00-13:00, 14:00-21:00. Vuoto: quel giorno non parte niente.",
    badWindow: "Scrivi le fasce così: 08:00-13:00, 14:00-21:00.",
    holidays: "Giorni di chiusura",
    holidaysHelp:
      "Uno per riga, prima il giorno e poi il mese: 24/12 vale ogni anno, 24/12/2026 una volta, 24/12/2026 - 06/01/2027 tutti i giorni fino al 6 gennaio compreso. Dopo puoi scrivere il nome.",
    badDay: (line: string) =>
      `«${line}» non è chiaro: scrivi un giorno intero così: 24/12, 24/12/2026, oppure 24/12/2026 - 06/01/2027, e il nome senza cifre.`,
    noDay: (line: string) => `«${line}»: questo giorno non esiste (prima il giorno, poi il mese).`,
    reversed: (line: string) => `«${line}»: finisce prima di cominciare.`,
    understood: "Abbiamo capito:",
    everyYear: "ogni anno ",
    italian: "Chiuso nelle feste nazionali italiane (Pasquetta compresa)",
    contactZone: "Per chi sta in un altro fuso orario vale l'ora del suo posto",
    zone: (name: string) => `Fuso orario dell'azienda: ${name}.`,
  },
  leads: {
    fromMessages: "Chi ci scrive per primo è un contatto nuovo",
    assignment: "Di chi è un contatto nuovo",
    assignmentHelp: "Se nessuna regola dice altro. Chi è già di qualcuno resta suo.",
    nobody: "Di nessuno: chi vuole lo prende",
    inTurn: "A turno, in parti uguali",
    members: "Chi fa i turni",
    membersHelp: "Nessuno scelto: tutti. Togli chi è in ferie.",
  },
  reasons: {
    law: "Che cosa dice la legge",
    lawLines: [
      "Dal 19 giugno 2026 è vietato proporre contratti di luce e gas per telefono, anche con messaggi, a chi non l'ha chiesto o non ha dato un consenso specifico. I contratti fatti così sono nulli, e deve provarlo chi vende (DL 20 febbraio 2026 n. 21, convertito dalla legge 49/2026).",
      "Per le offerte su WhatsApp serve un consenso dato prima (art. 130 del Codice Privacy). Anche un messaggio che chiede il consenso è pubblicità (Cassazione, ordinanza 9920/2022): si chiede in chiamata, nel modulo, o in una chat che la persona ha aperto.",
      "Del consenso servono le parole esatte, la versione, dove e quando: qui restano con ogni motivo.",
    ],
    askLawyer:
      "Non è un parere legale: chiedi a un avvocato, soprattutto per le aziende clienti e per chi è consulente, che non abbiamo potuto verificare.",
    effect: "Gli ultimi 30 giorni",
    effectOutgoing: (all: number, agreed: number, rest: number) =>
      `Messaggi dopo nostre chiamate: ${all}. Avevano una richiesta o un sì: ${agreed}. Con «solo a chi ha chiesto o detto sì» non sarebbero partiti: ${rest}.`,
    effectIncoming: (n: number) => `Messaggi dopo chiamate ricevute: ${n}. Partono in ogni caso.`,
    outbound: "Dopo una nostra chiamata si scrive",
    outboundHelp: "Se non si sa chi ha chiamato, vale come una nostra chiamata.",
    agreedOnly: "solo a chi ha chiesto o detto sì",
    allowed: "a tutti, come decidono le regole",
    tags: "Etichette che dicono sì",
    tagsHelp: "Una per riga. L'operatore la mette in chiamata, quando la persona accetta un messaggio.",
    field: "Oppure un campo",
    fieldHelp: "Un campo della chiamata, e il valore che dice sì.",
    fieldName: "Campo",
    fieldValue: "Valore",
    lists: "A chi arriva da un file si scrive",
    listsHelp: "Essere in una lista non è una richiesta.",
    listsAllowed: "sempre, come decidono le regole",
  },
  cooldown: {
    hours: "Ore di pausa",
    help: "Da 0 a 8760 (un anno). 24 è un giorno; con 0 ogni chiamata può portare un messaggio.",
  },
  consent: {
    stop: "Parole che fermano i messaggi",
    start: "Parole che li fanno riprendere",
    help: "Una per riga. Maiuscole, accenti e punteggiatura non contano.",
    languages: { it: "in italiano", en: "in inglese" } as Record<string, string>,
    otherLanguage: (code: string) => `nella lingua «${code}»`,
    another: "Un'altra lingua",
    code: "Sigla della lingua",
    anotherHelp: "Due lettere, come de o fr.",
    badCode: "Due lettere minuscole, come de o fr.",
    confirm: "Rispondi una volta per confermare",
    stopText: "Risposta a chi ci ferma",
    startText: "Risposta a chi riprende",
  },
  machines: {
    phrases: "Frasi dei messaggi automatici",
    help: "Una per riga, almeno due parole e dodici lettere. Basta che il testo la contenga; i puntini (…) stanno per qualunque cosa: «grazie per … risponderemo». Maiuscole, accenti e punteggiatura non contano. «Stop» si ascolta comunque.",
  },
  reminders: {
    enabled: "Invia i solleciti",
    step: (n: number): string => (n === 1 ? "Primo sollecito" : "Secondo sollecito"),
    after: (n: number): string => (n === 1 ? "Giorni dopo la richiesta" : "Giorni dopo il primo sollecito"),
    afterHelp: "Da 1 a 60.",
    template: "Testo",
    none: "nessuno",
  },
  retention: {
    events: "Eventi ricevuti, così come sono arrivati (giorni)",
    eventsHelp: "Contengono tutto quello che ci è stato mandato. Da 1 a 3650.",
    messages: "Messaggi (giorni)",
    media: "Foto e documenti (giorni)",
    calls: "Dettagli delle chiamate (giorni)",
    callsHelp:
      "Nome, registrazione e campi che nessuna regola usa. La chiamata resta, con orari, esito e decisione. Trascrizioni e note se ne vanno già con gli eventi. Da 1 a 3650. Vuoto: per sempre.",
    leads: "Risposte di moduli ed elenchi (giorni)",
    leadsHelp:
      "Quello che una persona ha scritto in un modulo, o che un elenco dice di lei. Restano provenienza, data, consensi dati e com'è andata. Da 1 a 3650. Vuoto: per sempre.",
    forEver: "Da 1 a 3650. Vuoto: per sempre.",
  },
  templates: {
    titleLabel: "Titolo",
    titleHelp: "Come lo chiamate fra voi.",
    titles: { follow_up: "Richiesta bolletta", reminder: "Sollecito" } as Record<string, string>,
    languages: { it: "italiano", en: "inglese", de: "tedesco", fr: "francese", es: "spagnolo" } as Record<
      string,
      string
    >,
    names: {
      contact_first_name: "nome del cliente",
      contact_name: "cliente, come in CloudTalk",
      agent_first_name: "nome dell'operatore",
      agent_name: "operatore, nome e cognome",
      company: "azienda del cliente",
    },
    fallbacks: {
      contact_first_name: "|cliente",
      contact_name: "|cliente",
      agent_first_name: "|il tuo consulente",
      agent_name: "|il tuo consulente",
      company: "|la sua azienda",
    },
    insert: "Inserisci",
    previewOf: (name: string) => `Con i dati dell'ultima chiamata: ${name}`,
    previewSample: "Con dati di esempio",
    previewWrong: "Così non si può salvare: fra le graffe può stare solo uno dei nomi elencati.",
    previewButton: "Anteprima",
    sendMe: "Manda a me",
    sendMeHelp: "Parte adesso su WhatsApp, con il tuo nome come operatore.",
    myPhone: "Il tuo cellulare",
    wrongPhone: "Questo numero non esiste: scrivilo come 333 123 4567.",
    sentToMe: "In coda: arriva fra poco sul tuo telefono.",
    notSent: "Non è partito:",
    add: "Nuovo testo",
    key: "Nome breve",
    keyHelp: "Lettere minuscole, numeri e _, come chiamata_persa. Non si cambia più.",
    badKey: "Solo lettere minuscole, numeri, _ e -; la prima dev'essere una lettera o un numero.",
    taken: "C'è già un testo con questo nome.",
    language: "Lingua",
    badLanguage: "Due lettere minuscole, come it o en.",
    body: "Testo",
    variables:
      "Tocca un nome per metterlo dov'è il cursore. Dopo la barra sta che cosa scrivere se manca: {contact_name|cliente}. Senza, resta un vuoto.",
    preview: "Come arriva al cliente",
    edit: "Modifica",
    usedBy: "Usato da:",
    unused: "Non lo usa nessuna regola.",
    inUse: "Non rimosso: lo usa ancora una regola o un sollecito.",
    remove: "Rimuovi",
    removeHelp: "I messaggi già scritti con questo testo restano.",
    removeConfirm: "Conferma: rimuovi",
    removed: "Rimosso.",
    none: "Ancora nessun testo.",
  },
};
