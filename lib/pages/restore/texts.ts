import type { Language } from "../../base/language.ts";
import type { RestoreView } from "../home/snapshot.ts";

/** The words for a channel that is held since a backup was put back. */
export interface RestoreTexts {
  /** Before the time of the backup. */
  since: string;
  states: Record<RestoreView["state"], string>;
  progress(read: number, expected: number | null): string;
  errors: Record<string, string>;
  found(adopted: number, unknown: number): string;
  blank(count: number): string;
  /** What nobody can know, and whom it concerns. */
  risk(people: number): string;
  nobody: string;
  byHand: string;
  people: string;
  known: string;
  more(count: number): string;
  release(people: number): string;
}

const en: RestoreTexts = {
  since: "The backup knows nothing of what came after",
  states: {
    waiting: "Comparing with the log of sends begins in a moment. Nothing leaves meanwhile.",
    reading: "Comparing with the log of sends. Nothing leaves meanwhile.",
    failing: "The log of sends cannot be read now; it is tried again by itself. Until then people compare.",
    no_log: "The log of sends cannot be read here (its keys are not set): people compare.",
    done: "Compared with the log of sends.",
  },
  progress: (read, expected) =>
    expected === null ? "Comparing…" : `Comparing: ${read} of about ${expected} sends.`,
  errors: {
    unauthorized: "The key to the log of sends is refused, or the plan does not offer it.",
    rate_limited: "Too many requests for now.",
    unreachable: "The log of sends does not answer.",
    unreadable: "The answer makes no sense.",
    internal: "An error on our side.",
  },
  found: (adopted, unknown) =>
    `Already sent and taken out of the queue: ${adopted}. Sent, and not known to the backup: ${unknown}.`,
  blank: (count) =>
    `${count === 1 ? "1 send is" : `${count} sends are`} in the log without number or text (the session's “log messages” is off): compare with the chats on the phone.`,
  risk: (people) =>
    `The log cannot tell what people wrote since the backup. Whoever said STOP, or sent the bill, is not known here, and ${people === 1 ? "1 person would be written to" : `${people} people would be written to`}. Look at their chats on the phone first, and block or withdraw whom you must.`,
  nobody:
    "The log cannot tell what people wrote since the backup: whoever said STOP since is not known here, and would be written to after their next call. Look at the chats on the phone first.",
  byHand:
    "Compare the queue with the chats on the phone and with the log of sends, and withdraw what has left already.",
  people: "Who would be written to",
  known: "we wrote to each other before",
  more: (count) => `and ${count} more, in the queue below`,
  release: (people) =>
    people === 0 ? "I have looked: resume sending" : `I have looked: resume, and write to ${people}`,
};

const it: RestoreTexts = {
  since: "Il backup non sa nulla di ciò che è avvenuto dopo:",
  states: {
    waiting: "Tra poco comincia il confronto con il registro degli invii. Intanto non parte nulla.",
    reading: "Confronto con il registro degli invii in corso. Intanto non parte nulla.",
    failing: "Il registro degli invii ora non si legge; si riprova da soli. Intanto si confronta a mano.",
    no_log: "Il registro degli invii qui non si legge (mancano le sue chiavi): si confronta a mano.",
    done: "Confronto con il registro degli invii finito.",
  },
  progress: (read, expected) =>
    expected === null ? "Confronto in corso…" : `Confronto: ${read} invii su circa ${expected}.`,
  errors: {
    unauthorized: "La chiave del registro degli invii è rifiutata, oppure il piano non lo prevede.",
    rate_limited: "Troppe richieste per ora.",
    unreachable: "Il registro degli invii non risponde.",
    unreadable: "La risposta non si capisce.",
    internal: "Errore da parte nostra.",
  },
  found: (adopted, unknown) =>
    `Già partiti e tolti dalla coda: ${adopted}. Partiti e sconosciuti al backup: ${unknown}.`,
  blank: (count) =>
    `${count === 1 ? "1 invio è" : `${count} invii sono`} nel registro senza numero o senza testo («log messages» della sessione è spento): confronta con le chat sul telefono.`,
  risk: (people) =>
    `Il registro non sa dire che cosa hanno scritto le persone dopo il backup. Chi ha scritto STOP, o ha mandato la bolletta, qui non risulta, e ${people === 1 ? "si scriverebbe a 1 persona" : `si scriverebbe a ${people} persone`}. Prima guarda le loro chat sul telefono, e blocca o ritira dove serve.`,
  nobody:
    "Il registro non sa dire che cosa hanno scritto le persone dopo il backup: chi ha scritto STOP qui non risulta, e dopo la sua prossima chiamata gli si scriverebbe. Prima guarda le chat sul telefono.",
  byHand:
    "Confronta la coda con le chat sul telefono e con il registro degli invii, e ritira ciò che è già partito.",
  people: "A chi si scriverebbe",
  known: "ci siamo già scritti",
  more: (count) => `e altri ${count}, nella coda qui sotto`,
  release: (people) =>
    people === 0 ? "Ho guardato: riprendi gli invii" : `Ho guardato: riprendi e scrivi a ${people}`,
};

export const restoreTexts: Record<Language, RestoreTexts> = { it, en };
