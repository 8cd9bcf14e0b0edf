import type { Language } from "../../base/language.ts";
import type { SummaryFacts } from "./summary-facts.ts";

const it = {
  subject: { morning: "Aftercall: da dove cominciare oggi", evening: "Aftercall: com'è rimasta la giornata" },
  hello: (name: string) => `Ciao ${name},`,
  waiting: (n: number) =>
    n === 1 ? "1 persona aspetta una risposta" : `${n} persone aspettano una risposta`,
  others: (n: number) => (n === 1 ? "e un'altra" : `e altre ${n}`),
  check: (n: number) => (n === 1 ? "1 bolletta da controllare" : `${n} bollette da controllare`),
  problem: (n: number) => (n === 1 ? "1 problema da risolvere" : `${n} problemi da risolvere`),
  callBack: "Da richiamare oggi",
  at: "alle",
  mentions: (n: number) =>
    n === 1 ? "1 nota in cui ti hanno nominato" : `${n} note in cui ti hanno nominato`,
  open: "Apri il monitor",
  why: "Ricevi questo riepilogo perché l'hai scelto nel tuo profilo.",
};

const en: typeof it = {
  subject: { morning: "Aftercall: where to begin today", evening: "Aftercall: how the day was left" },
  hello: (name) => `Hello ${name},`,
  waiting: (n) => (n === 1 ? "1 person waits for an answer" : `${n} people wait for an answer`),
  others: (n) => (n === 1 ? "and one more" : `and ${n} more`),
  check: (n) => (n === 1 ? "1 bill to check" : `${n} bills to check`),
  problem: (n) => (n === 1 ? "1 problem to solve" : `${n} problems to solve`),
  callBack: "To call back today",
  at: "at",
  mentions: (n) => (n === 1 ? "1 note that mentions you" : `${n} notes that mention you`),
  open: "Open the monitor",
  why: "You get this summary since you chose it in your profile.",
};

const texts: Record<Language, typeof it> = { it, en };

/** What a member reads of what waits, as plain text. `origin`: of the monitor; null leaves the link out. */
export function summaryText(facts: SummaryFacts, origin: string | null): { subject: string; text: string } {
  const t = texts[facts.language];
  const { waiting, names, check, problem, callBack, mentions } = facts;
  const clock = new Intl.DateTimeFormat(facts.language === "it" ? "it-IT" : "en-GB", {
    timeZone: facts.timeZone,
    hour: "2-digit",
    minute: "2-digit",
  });
  const more = waiting - names.length;
  const who = [...names.map(oneLine), ...(more > 0 ? [t.others(more)] : [])].join(", ");
  const calls = callBack.map(({ name, at }) => `${oneLine(name)} ${t.at} ${clock.format(new Date(at))}`);
  const lines = [
    waiting > 0 && `- ${t.waiting(waiting)}: ${who}`,
    calls.length > 0 && `- ${t.callBack}: ${calls.join(", ")}`,
    check > 0 && `- ${t.check(check)}`,
    problem > 0 && `- ${t.problem(problem)}`,
    mentions > 0 && `- ${t.mentions(mentions)}`,
  ].filter((line) => line !== false);
  const parts = [
    t.hello(oneLine(facts.name)),
    lines.join("\n"),
    origin && `${t.open}: ${origin}/monitor`,
    `${t.why}${origin ? ` ${origin}/monitor/me` : ""}`,
  ];
  return { subject: t.subject[facts.summary], text: parts.filter(Boolean).join("\n\n") };
}

/** A name is what its owner wrote. */
function oneLine(name: string): string {
  return name.replace(/\s+/g, " ").trim().slice(0, 60);
}
