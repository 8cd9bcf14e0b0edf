import { type Language, wordFor } from "../../base/language.ts";
import { remedies } from "../../vendors/wasender/remedies.ts";
import type { Alert } from "./alert-store.ts";

type Told = Pick<Alert, "kind" | "subject" | "facts">;

/** The words for alerts, on the monitor and in what is posted. */
export interface AlertWords {
  language: Language;
  title: string;
  since: string;
  until: string;
  over: string;
  overLastDay(count: number): string;
  /** Link to the monitor. */
  open: string;
  /** Links to the place on the page. */
  toQueue: string;
  toSources: string;
  toEvents: string;
  freesAt: string;
  what(alert: Told): string;
  todo(alert: Told): string;
}

/** The jobs of a tick, as what they do. */
const jobs = {
  it: {
    housekeeping: "mettere in ordine la coda",
    channel: "mettere in ordine la coda di un numero",
    probe: "controllare se un numero in pausa è tornato",
    retries: "riprovare gli eventi falliti",
    binds: "ritrovare i messaggi accettati",
    reconcile: "cercare quello che si è perso per strada",
    alerts: "controllare gli avvisi",
    privacy: "cancellare i dati scaduti",
  },
  en: {
    housekeeping: "tidy the queue",
    channel: "tidy the queue of a number",
    probe: "see whether a paused number is back",
    retries: "try failed events again",
    binds: "find the messages that were accepted",
    reconcile: "look for what was lost on the way",
    alerts: "look at the alerts",
    privacy: "remove the data that is kept no longer",
  },
};

const it: AlertWords = {
  language: "it",
  title: "Attenzione",
  since: "Inizio:",
  until: "Fine:",
  over: "Risolto",
  overLastDay: (n) => (n === 1 ? "Risolto nelle ultime 24 ore: 1" : `Risolti nelle ultime 24 ore: ${n}`),
  open: "Apri il monitor",
  toQueue: "Vai alla coda",
  toSources: "Vai ai collegamenti",
  toEvents: "Vai agli eventi ricevuti",
  freesAt: "Il prossimo parte:",
  what({ kind, subject, facts }) {
    const name = facts.channel ?? "WhatsApp";
    return {
      late: `${name}: i messaggi sono in ritardo`,
      channel_down: `${name}: il numero non è collegato, non parte nessun messaggio`,
      auth_failed:
        wordFor(
          {
            bad_key: `${name}: Wasender non accetta la chiave API, non parte nessun messaggio`,
            plan_ended: `${name}: il piano Wasender è scaduto o non permette l'invio`,
            unauthorized: "CloudTalk non accetta la nostra chiave API",
          },
          facts.reason,
        ) ?? `${name}: accesso rifiutato`,
      cap_reached: `${name}: raggiunto il limite di ${facts.limit} messaggi in 24 ore`,
      source_silent: `Da ${nameOf(subject)} non arriva più niente`,
      calls_lost: "Chiamate arrivate da CloudTalk che non si leggono: nessuno viene ricontattato",
      job_failed: `Aftercall non è riuscito a ${wordFor(jobs.it, subject) ?? `fare un lavoro (${subject})`}`,
    }[kind];
  },
  todo({ kind, subject, facts }) {
    return {
      late: "Dovevano essere già partiti. Se fra dieci minuti sono ancora in coda, avvisa chi gestisce Aftercall.",
      channel_down: remedies.it.session_down,
      auth_failed:
        wordFor(
          {
            ...remedies.it,
            unauthorized:
              "Le chiamate arrivano ancora, ma quelle che si perdono per strada non le ritroviamo. Controlla la chiave di CloudTalk nelle impostazioni di Aftercall.",
          },
          facts.reason,
        ) ?? "",
      cap_reached:
        "Chi aspetta riceve il messaggio appena si libera un posto. Se succede spesso, chiedi di alzare il limite a chi gestisce Aftercall.",
      source_silent:
        subject === "cloudtalk"
          ? "Nelle scorse settimane, a quest'ora, le chiamate arrivavano. Se oggi si lavora, controlla che l'automazione in CloudTalk sia attiva."
          : "Nelle scorse settimane, a quest'ora, gli eventi arrivavano. Se oggi si lavora, controlla il webhook della sessione in Wasender.",
      calls_lost:
        "Apri Eventi ricevuti e guarda che cosa manca: chiama tu il cliente, e fai correggere il testo dell'automazione in CloudTalk. Poi premi Riprova.",
      job_failed:
        "Ci riprova da solo ogni minuto, e gli altri lavori continuano. Se fra dieci minuti l'avviso è ancora qui, avvisa chi gestisce Aftercall: il motivo è nei log.",
    }[kind];
  },
};

const en: AlertWords = {
  language: "en",
  title: "Needs attention",
  since: "Since:",
  until: "Until:",
  over: "Resolved",
  overLastDay: (n) => `Resolved in the last 24 hours: ${n}`,
  open: "Open the monitor",
  toQueue: "See the queue",
  toSources: "See the connections",
  toEvents: "See the events received",
  freesAt: "The next one leaves:",
  what({ kind, subject, facts }) {
    const name = facts.channel ?? "WhatsApp";
    return {
      late: `${name}: messages are late`,
      channel_down: `${name}: the number is not connected, no message leaves`,
      auth_failed:
        wordFor(
          {
            bad_key: `${name}: Wasender refuses the API key, no message leaves`,
            plan_ended: `${name}: the Wasender plan has ended or does not allow sending`,
            unauthorized: "CloudTalk refuses our API key",
          },
          facts.reason,
        ) ?? `${name}: access refused`,
      cap_reached: `${name}: the limit of ${facts.limit} messages in 24 hours is reached`,
      source_silent: `Nothing comes from ${nameOf(subject)} any more`,
      calls_lost: "Calls came from CloudTalk that cannot be read: nobody is written to",
      job_failed: `Aftercall could not ${wordFor(jobs.en, subject) ?? `do a job (${subject})`}`,
    }[kind];
  },
  todo({ kind, subject, facts }) {
    return {
      late: "They should have left by now. If they are still in the queue in ten minutes, tell whoever runs Aftercall.",
      channel_down: remedies.en.session_down,
      auth_failed:
        wordFor(
          {
            ...remedies.en,
            unauthorized:
              "Calls still come in, but those lost on the way are not found. Check CloudTalk's key in Aftercall's settings.",
          },
          facts.reason,
        ) ?? "",
      cap_reached:
        "Those who wait get their message as room is freed. If this happens often, ask whoever runs Aftercall to raise the limit.",
      source_silent:
        subject === "cloudtalk"
          ? "In past weeks, calls came in at this time. If today is a working day, check that the automation in CloudTalk is on."
          : "In past weeks, events came in at this time. If today is a working day, check the session's webhook in Wasender.",
      calls_lost:
        "Open Events received and see what is missing: call the customer yourself, and have the body of CloudTalk's automation corrected. Then press Try again.",
      job_failed:
        "It tries again by itself every minute, and the other jobs go on. If this is still here in ten minutes, tell whoever runs Aftercall: why is in the log.",
    }[kind];
  },
};

export const alertWords: Record<Language, AlertWords> = { it, en };

function nameOf(source: string): string {
  return wordFor({ cloudtalk: "CloudTalk", wasender: "Wasender" }, source) ?? source;
}
