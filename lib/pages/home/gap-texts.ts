import type { Language } from "../../base/language.ts";
import type { PassKind } from "../../work/reconcile/reconcile-store.ts";
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
  passes: Record<PassKind, string>;
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
  /** What is missing, where the keys are. */
  keys: Record<PassKind, string>;
  /** What is wrong, and what to do. */
  errors: Record<string, string>;
  unauthorized: Record<PassKind, string>;
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
  passes: {
    calls: "Chiamate non segnalate da CloudTalk",
    messages: "Invii senza notizie",
    identities: "Numeri nascosti",
  },
  on: "attivo",
  off: "spento",
  partly: "in parte",
  failing: "non riesce",
  late: "fermo",
  okAt: "L'ultima volta è andato bene:",
  neverOk: "Non è ancora mai riuscito.",
  lateSince: "Ultimo controllo:",
  lateHelp: "L'orologio di Aftercall non gira come dovrebbe: avvisa chi lo gestisce.",
  keys: {
    calls:
      "Per ritrovare le chiamate servono CLOUDTALK_API_ID e CLOUDTALK_API_KEY: si creano in CloudTalk, Account → Settings → API keys.",
    messages:
      "Per chiarire gli invii incerti da soli servono WASENDER_PERSONAL_TOKEN e WASENDER_SESSION_ID: così si legge anche il registro di Wasender.",
    identities: "Per cercare i numeri nascosti serve WHATSAPP_API_TOKEN.",
  },
  errors: {
    rate_limited: "Troppe richieste per ora: si riprova da soli fra poco.",
    unreachable: "Non risponde: si riprova da soli.",
    unreadable: "La risposta non si capisce. Se continua, avvisa chi gestisce Aftercall.",
    internal: "Errore da parte nostra. Se continua, avvisa chi gestisce Aftercall.",
  },
  unauthorized: {
    calls: "CloudTalk rifiuta la chiave. Controlla CLOUDTALK_API_ID e CLOUDTALK_API_KEY.",
    messages:
      "Wasender rifiuta la chiave del registro. Controlla WASENDER_PERSONAL_TOKEN e WASENDER_SESSION_ID.",
    identities: "Wasender rifiuta la chiave. Controlla WHATSAPP_API_TOKEN.",
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
  passes: {
    calls: "Calls CloudTalk did not report",
    messages: "Messages with no news",
    identities: "Hidden numbers",
  },
  on: "on",
  off: "off",
  partly: "partly on",
  failing: "failing",
  late: "stopped",
  okAt: "Last worked:",
  neverOk: "It has not worked yet.",
  lateSince: "Last check:",
  lateHelp: "Aftercall's clock is not running as it should: tell whoever looks after it.",
  keys: {
    calls:
      "To find missed calls, set CLOUDTALK_API_ID and CLOUDTALK_API_KEY: made in CloudTalk under Account → Settings → API keys.",
    messages:
      "To clear up uncertain messages by ourselves, set WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID: they open Wasender's own log.",
    identities: "To look up hidden numbers, set WHATSAPP_API_TOKEN.",
  },
  errors: {
    rate_limited: "Too many requests for now: we try again shortly.",
    unreachable: "No answer: we keep trying.",
    unreadable: "The answer makes no sense. If this goes on, tell whoever looks after Aftercall.",
    internal: "An error on our side. If this goes on, tell whoever looks after Aftercall.",
  },
  unauthorized: {
    calls: "CloudTalk refuses the key. Check CLOUDTALK_API_ID and CLOUDTALK_API_KEY.",
    messages: "Wasender refuses the key to its log. Check WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID.",
    identities: "Wasender refuses the key. Check WHATSAPP_API_TOKEN.",
  },
};

export const gapTexts: Record<Language, GapWords> = { it, en };
