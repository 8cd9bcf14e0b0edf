import type { Language } from "../../base/language.ts";
import type { RereadOutcome } from "../../inbox/reread-report.ts";

const it = {
  offer: "Rileggi le chiamate",
  offerHelp: (n: number, limit: number) =>
    `${n === 1 ? "1 invio degli ultimi 30 giorni è stato letto" : `${n} invii degli ultimi 30 giorni sono stati letti`} con i campi di prima. ` +
    `Rileggendo si completano le stesse chiamate, al massimo ${limit} invii alla volta. Chi non ha ancora ricevuto la richiesta la riceve, se è ancora in tempo; a chi l'ha ricevuta non scriviamo di nuovo.`,
  press: (n: number) => (n === 1 ? "Rileggi 1 invio" : `Rileggi ${n} invii`),
  older: "Letto con i campi di prima.",
  again: "Rileggi con i campi di oggi",
  call: "Vai alla chiamata",
  done: "Riletto:",
  nothing: "Non c'era niente da rileggere.",
  asked: (n: number) => (n === 1 ? "1 messaggio è ora in coda." : `${n} messaggi sono ora in coda.`),
  left: (n: number) =>
    n === 1 ? "Ne resta 1 da rileggere: premi ancora." : `Ne restano ${n} da rileggere: premi ancora.`,
  outcomes: {
    changed: (n) => (n === 1 ? "1 chiamata aggiornata" : `${n} chiamate aggiornate`),
    same: (n) => (n === 1 ? "1 dice lo stesso di prima" : `${n} dicono lo stesso di prima`),
    unreadable: (n) =>
      n === 1
        ? "1 non si legge come chiamata: resta com'era"
        : `${n} non si leggono come chiamate: restano com'erano`,
    already: (n) => (n === 1 ? "1 era già a posto" : `${n} erano già a posto`),
    gone: (n) => (n === 1 ? "di 1 non è più conservato il testo" : `di ${n} non è più conservato il testo`),
    erased: (n) => (n === 1 ? "1 riguarda una persona cancellata" : `${n} riguardano persone cancellate`),
    failed: (n) => (n === 1 ? "1 non riuscito: resta com'era" : `${n} non riusciti: restano com'erano`),
  } satisfies Record<RereadOutcome, (n: number) => string> as Record<RereadOutcome, (n: number) => string>,
};

const en: typeof it = {
  offer: "Read the calls again",
  offerHelp: (n, limit) =>
    `${n === 1 ? "1 delivery of the last 30 days was" : `${n} deliveries of the last 30 days were`} read with the fields as they were set before. ` +
    `Reading again completes the same calls, at most ${limit} deliveries at a time. Who was not asked yet is asked, if it is not too late; who was asked is not written to again.`,
  press: (n) => (n === 1 ? "Read 1 delivery again" : `Read ${n} deliveries again`),
  older: "Read with the fields as they were set before.",
  again: "Read again with today's fields",
  call: "See the call",
  done: "Read again:",
  nothing: "There was nothing to read again.",
  asked: (n) => (n === 1 ? "1 message is in the queue now." : `${n} messages are in the queue now.`),
  left: (n) => (n === 1 ? "1 is left to read: press again." : `${n} are left to read: press again.`),
  outcomes: {
    changed: (n) => (n === 1 ? "1 call is up to date" : `${n} calls are up to date`),
    same: (n) => (n === 1 ? "1 says the same as before" : `${n} say the same as before`),
    unreadable: (n) =>
      n === 1
        ? "1 is not read as a call: it stays as it was"
        : `${n} are not read as calls: they stay as they were`,
    already: (n) => (n === 1 ? "1 was fine already" : `${n} were fine already`),
    gone: (n) => (n === 1 ? "the text of 1 is no longer kept" : `the text of ${n} is no longer kept`),
    erased: (n) => (n === 1 ? "1 is about a person who was erased" : `${n} are about people who were erased`),
    failed: (n) => (n === 1 ? "1 failed: it stays as it was" : `${n} failed: they stay as they were`),
  },
};

export const rereadTexts: Record<Language, typeof it> = { it, en };
