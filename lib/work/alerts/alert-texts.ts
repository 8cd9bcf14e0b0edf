import { type Language, wordFor } from "../../base/language.ts";
import type { Vendor } from "../../vendors/vendor.ts";
import { vendorNamed, vendors } from "../../vendors/vendors.ts";
import { taskWords } from "../tasks/task-words.ts";
import type { Alert } from "./alert-store.ts";

type Told = Pick<Alert, "kind" | "subject" | "facts">;

/** The words for alerts, on the monitor and in what is posted. */
export interface AlertWords {
  language: Language;
  title: string;
  since: string;
  until: string;
  /** Before the time, of a number that is connected again. */
  back: string;
  over: string;
  overLastDay(count: number): string;
  /** Link to the monitor. */
  open: string;
  /** Links to the place on the page. */
  toQueue: string;
  toSources: string;
  toEvents: string;
  toRegistry: string;
  toTasks: string;
  freesAt: string;
  what(alert: Told, list?: readonly Vendor[]): string;
  todo(alert: Told, list?: readonly Vendor[]): string;
}

/** The jobs of a tick, as what they do. */
const jobs = {
  it: {
    housekeeping: "mettere in ordine la coda",
    channel: "mettere in ordine la coda di un numero",
    probe: "controllare se un numero in pausa è tornato",
    retries: "riprovare gli eventi falliti",
    summaries: "preparare i riepiloghi",
    leads: "preparare la lettura dei contatti dei moduli",
    templates: "chiedere a WhatsApp lo stato dei testi",
    tasks: "fare i lavori in attesa",
    sends: "spedire i messaggi",
    restore: "confrontare il backup con il registro degli invii",
    binds: "ritrovare i messaggi accettati",
    reconcile: "cercare quello che si è perso per strada",
    alerts: "controllare gli avvisi",
    privacy: "cancellare i dati scaduti",
    reseal: "cifrare le credenziali dei numeri con la chiave nuova",
  },
  en: {
    housekeeping: "tidy the queue",
    channel: "tidy the queue of a number",
    probe: "see whether a paused number is back",
    retries: "try failed events again",
    summaries: "prepare the summaries",
    leads: "prepare reading the leads of forms",
    templates: "ask WhatsApp where the texts stand",
    tasks: "do the tasks that wait",
    sends: "send the messages",
    restore: "compare the backup with the log of sends",
    binds: "find the messages that were accepted",
    reconcile: "look for what was lost on the way",
    alerts: "look at the alerts",
    privacy: "remove the data that is kept no longer",
    reseal: "encrypt the credentials of the numbers with the new key",
  },
};

/** What the vendor says of a number. */
const risks = {
  it: {
    low_quality: "la qualità del numero è bassa, WhatsApp può limitarlo",
    flagged: "WhatsApp segnala un problema con questo numero",
    restricted: "WhatsApp ha limitato questo numero",
    banned: "WhatsApp ha bloccato l'account di questo numero",
  },
  en: {
    low_quality: "the number's quality is low, WhatsApp may limit it",
    flagged: "WhatsApp reports a problem with this number",
    restricted: "WhatsApp has restricted this number",
    banned: "WhatsApp has banned this number's account",
  },
};

/** Why leads of a form cannot be read, or soon. */
const leadRisks = {
  it: {
    bad_key: "il token della Pagina non vale più, i contatti dei moduli aspettano",
    no_permission: "manca il permesso di leggere i contatti, che intanto aspettano",
    token_ends: "il token della Pagina sta per scadere, poi i contatti non si leggono più",
  },
  en: {
    bad_key: "the Page's token is no longer valid, leads of forms wait",
    no_permission: "the permission to read leads is missing, they wait meanwhile",
    token_ends: "the Page's token is about to end, then no lead can be read",
  },
};

const it: AlertWords = {
  language: "it",
  title: "Attenzione",
  since: "Inizio:",
  until: "Fine:",
  back: "è tornato alle",
  over: "Risolto",
  overLastDay: (n) => (n === 1 ? "Risolto nelle ultime 24 ore: 1" : `Risolti nelle ultime 24 ore: ${n}`),
  open: "Apri il monitor",
  toQueue: "Vai alla coda",
  toSources: "Vai ai collegamenti",
  toEvents: "Vai agli eventi ricevuti",
  toRegistry: "Vai al Registro delle opposizioni",
  toTasks: "Vai ai lavori in corso",
  freesAt: "Il prossimo parte:",
  what({ kind, subject, facts }, list = vendors) {
    const name = facts.channel ?? "WhatsApp";
    const vendor = vendorNamed(list, facts.vendor ?? subject);
    const source = vendor?.title ?? subject;
    return {
      late: `${name}: i messaggi sono in ritardo`,
      channel_down: `${name}: il numero non è collegato, non parte nessun messaggio`,
      auth_failed: refused(name, vendor?.words.it.alerts, facts) ?? `${name}: accesso rifiutato`,
      cap_reached: `${name}: raggiunto il limite di ${facts.limit} messaggi in 24 ore`,
      source_silent: `Da ${source} non arriva più niente`,
      calls_lost: `Chiamate arrivate da ${source} che non si leggono: nessuno viene ricontattato`,
      job_failed: `Aftercall non è riuscito a ${wordFor(jobs.it, subject) ?? `fare un lavoro (${subject})`}`,
      number_at_risk: `${name}: ${wordFor(risks.it, facts.reason) ?? risks.it.flagged}`,
      registry_due: "Registro delle opposizioni: consensi alle offerte non controllati da 30 giorni",
      leads_at_risk: `Moduli: ${wordFor(leadRisks.it, facts.reason) ?? leadRisks.it.bad_key}`,
      task_failed: `Aftercall ha smesso di provare a ${wordFor(taskWords.it, subject) ?? `fare un lavoro (${subject})`}`,
    }[kind];
  },
  todo({ kind, subject, facts }, list = vendors) {
    const vendor = vendorNamed(list, facts.vendor ?? subject);
    const source = vendor?.title ?? subject;
    return {
      late: "Dovevano essere già partiti. Se fra dieci minuti sono ancora in coda, avvisa chi gestisce Aftercall.",
      channel_down: vendor?.words.it.remedies.session_down ?? "",
      auth_failed: wordFor(vendor?.words.it.remedies ?? {}, facts.reason) ?? "",
      cap_reached:
        "Chi aspetta riceve il messaggio appena si libera un posto. Se succede spesso, chiedi di alzare il limite a chi gestisce Aftercall.",
      source_silent: vendor?.words.it.silent ?? "",
      calls_lost: `Apri Eventi ricevuti e guarda che cosa manca: chiama tu il cliente, e fai correggere il testo dell'automazione in ${source}. Poi premi Riprova.`,
      job_failed:
        "Ci riprova da solo ogni minuto, e gli altri lavori continuano. Se fra dieci minuti l'avviso è ancora qui, avvisa chi gestisce Aftercall: il motivo è nei log.",
      number_at_risk: `Scrivi solo a chi ti ha cercato o ha detto di sì, e guarda nel conto ${source} che cosa contesta WhatsApp.`,
      registry_due:
        "In Impostazioni, Registro delle opposizioni: scarica i numeri, chiedi al Registro, e carica la risposta.",
      leads_at_risk:
        "Chi amministra la Pagina crei un nuovo token di lunga durata con leads_retrieval, e controlli in Meta Business chi può accedere ai contatti. Va in META_PAGE_ACCESS_TOKEN: poi quelli che aspettano arrivano da soli.",
      task_failed:
        "Apri la pagina dei lavori: c'è scritto perché. Un responsabile può farlo riprovare, o toglierlo dalla lista.",
    }[kind];
  },
};

const en: AlertWords = {
  language: "en",
  title: "Needs attention",
  since: "Since:",
  until: "Until:",
  back: "is back since",
  over: "Resolved",
  overLastDay: (n) => `Resolved in the last 24 hours: ${n}`,
  open: "Open the monitor",
  toQueue: "See the queue",
  toSources: "See the connections",
  toEvents: "See the events received",
  toRegistry: "Go to the Registro delle opposizioni",
  toTasks: "See the tasks",
  freesAt: "The next one leaves:",
  what({ kind, subject, facts }, list = vendors) {
    const name = facts.channel ?? "WhatsApp";
    const vendor = vendorNamed(list, facts.vendor ?? subject);
    const source = vendor?.title ?? subject;
    return {
      late: `${name}: messages are late`,
      channel_down: `${name}: the number is not connected, no message leaves`,
      auth_failed: refused(name, vendor?.words.en.alerts, facts) ?? `${name}: access refused`,
      cap_reached: `${name}: the limit of ${facts.limit} messages in 24 hours is reached`,
      source_silent: `Nothing comes from ${source} any more`,
      calls_lost: `Calls came from ${source} that cannot be read: nobody is written to`,
      job_failed: `Aftercall could not ${wordFor(jobs.en, subject) ?? `do a job (${subject})`}`,
      number_at_risk: `${name}: ${wordFor(risks.en, facts.reason) ?? risks.en.flagged}`,
      registry_due: "Registro delle opposizioni: consents to offers not checked for 30 days",
      leads_at_risk: `Forms: ${wordFor(leadRisks.en, facts.reason) ?? leadRisks.en.bad_key}`,
      task_failed: `Aftercall stopped trying to ${wordFor(taskWords.en, subject) ?? `do a task (${subject})`}`,
    }[kind];
  },
  todo({ kind, subject, facts }, list = vendors) {
    const vendor = vendorNamed(list, facts.vendor ?? subject);
    const source = vendor?.title ?? subject;
    return {
      late: "They should have left by now. If they are still in the queue in ten minutes, tell whoever runs Aftercall.",
      channel_down: vendor?.words.en.remedies.session_down ?? "",
      auth_failed: wordFor(vendor?.words.en.remedies ?? {}, facts.reason) ?? "",
      cap_reached:
        "Those who wait get their message as room is freed. If this happens often, ask whoever runs Aftercall to raise the limit.",
      source_silent: vendor?.words.en.silent ?? "",
      calls_lost: `Open Events received and see what is missing: call the customer yourself, and have the body of ${source}'s automation corrected. Then press Try again.`,
      job_failed:
        "It tries again by itself every minute, and the other jobs go on. If this is still here in ten minutes, tell whoever runs Aftercall: why is in the log.",
      number_at_risk: `Write only to who contacted you or agreed, and see in the ${source} account what WhatsApp objects to.`,
      registry_due:
        "In Settings, Registro delle opposizioni: download the numbers, ask the registry, and upload its answer.",
      leads_at_risk:
        "Whoever runs the Page makes a new long-lived token with leads_retrieval, and checks in Meta Business who may see leads. It goes into META_PAGE_ACCESS_TOKEN: those that wait then come in by themselves.",
      task_failed:
        "Open the page of tasks: it says why. A manager can have it tried again, or take it off the list.",
    }[kind];
  },
};

export const alertWords: Record<Language, AlertWords> = { it, en };

/** Of a channel with its name before it; of a vendor's lists without. */
function refused(name: string, words: Record<string, string> = {}, { channel, reason }: Told["facts"]) {
  const word = wordFor(words, reason);
  return word && channel ? `${name}: ${word}` : word;
}
