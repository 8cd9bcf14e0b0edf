import type { Language } from "../../base/language.ts";
import type { PassKind } from "../../model/codes.ts";
import type { Gaps } from "./snapshot.ts";

/** The words for what went missing and was found. */
export interface GapWords {
  title: string;
  intro: string;
  none: string;
  /** Of the last 30 days. */
  sum(found: number, healed: number): string;
  findings: Record<Gaps["findings"][number]["kind"], string>;
  happened: string;
  found: string;
  notYet: string;
  /** Whom we ask for calls, messages, numbers: its title. */
  passes(vendor: string): Record<PassKind, string>;
  on: string;
  off: string;
  partly: string;
  failing: string;
  late: string;
  /** Before the time of the last run that went well. */
  okAt: string;
  neverOk: string;
  lateSince: string;
  lateHelp: string;
  /** What is wrong, and what to do. */
  errors: Record<string, string>;
}

const it: GapWords = {
  title: "Perso e ritrovato",
  intro: "Se un avviso si perde per strada, andiamo a cercarlo da soli e lo rimettiamo al suo posto.",
  none: "Per ora non è andato perso niente.",
  sum: (found, healed) =>
    found === healed
      ? `Negli ultimi 30 giorni: ${found === 1 ? "1 ritrovato e sistemato" : `${found} ritrovati e sistemati`}.`
      : `Negli ultimi 30 giorni: ${found === 1 ? "1 ritrovato" : `${found} ritrovati`}, ${healed === 1 ? "1 sistemato" : `${healed} sistemati`}.`,
  findings: {
    call: "Chiamata non segnalata",
    message: "Esito di un invio",
    identity: "Numero nascosto, ora abbinato",
  },
  happened: "avvenuto",
  found: "ritrovato",
  notYet: "non ancora sistemato: si riprova da soli",
  passes: (vendor) => ({
    calls: `Chiamate non segnalate da ${vendor}`,
    messages: "Invii senza notizie",
    identities: "Numeri nascosti",
  }),
  on: "attivo",
  off: "spento",
  partly: "in parte",
  failing: "non riesce",
  late: "fermo",
  okAt: "L'ultima volta è andato bene:",
  neverOk: "Non è ancora mai riuscito.",
  lateSince: "Ultimo controllo:",
  lateHelp: "L'orologio di Aftercall non gira come dovrebbe: avvisa chi lo gestisce.",
  errors: {
    rate_limited: "Troppe richieste per ora: si riprova da soli fra poco.",
    unreachable: "Non risponde: si riprova da soli.",
    unreadable: "La risposta non si capisce. Se continua, avvisa chi gestisce Aftercall.",
    internal: "Errore da parte nostra. Se continua, avvisa chi gestisce Aftercall.",
  },
};

const en: GapWords = {
  title: "Lost and found",
  intro: "When a notice gets lost on its way, we go and look for it ourselves and put it back in place.",
  none: "Nothing has gone missing so far.",
  sum: (found, healed) =>
    found === healed
      ? `Last 30 days: ${found} found and put right.`
      : `Last 30 days: ${found} found, ${healed} put right.`,
  findings: {
    call: "A call we were not told about",
    message: "What became of a message",
    identity: "Hidden number, now matched",
  },
  happened: "happened",
  found: "found",
  notYet: "not put right yet: we keep trying",
  passes: (vendor) => ({
    calls: `Calls ${vendor} did not report`,
    messages: "Messages with no news",
    identities: "Hidden numbers",
  }),
  on: "on",
  off: "off",
  partly: "partly on",
  failing: "failing",
  late: "stopped",
  okAt: "Last worked:",
  neverOk: "It has not worked yet.",
  lateSince: "Last check:",
  lateHelp: "Aftercall's clock is not running as it should: tell whoever looks after it.",
  errors: {
    rate_limited: "Too many requests for now: we try again shortly.",
    unreachable: "No answer: we keep trying.",
    unreadable: "The answer makes no sense. If this goes on, tell whoever looks after Aftercall.",
    internal: "An error on our side. If this goes on, tell whoever looks after Aftercall.",
  },
};

export const gapTexts: Record<Language, GapWords> = { it, en };
