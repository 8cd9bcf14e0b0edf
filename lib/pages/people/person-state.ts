import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import { lastWords } from "../shell/day-words.ts";
import type { Html } from "../shell/format.ts";
import type { PersonState } from "./people-filters.ts";
import type { PersonRow } from "./read-people.ts";
import { peopleTexts } from "./texts.ts";

const colours: Record<PersonState, string> = {
  problem: "problem",
  reply: "reply",
  check: "bill",
  call_back: "reply",
  queued: "",
  waiting: "",
  done: "done",
  closed: "faint",
  none: "faint",
};

/** One chip for what a person's row is about, and whether they want no messages. */
export function stateChip(language: Language, person: PersonRow): Html {
  const t = peopleTexts[language];
  const state = person.state ?? "none";
  return html`<span class="chip ${colours[state]}">${stateWords(language, person)}</span>${
    person.silence && html` <span class="chip outline">${t.silences[person.silence]}</span>`
  }`;
}

export function stateWords(language: Language, { state, detail }: PersonRow): string {
  const t = peopleTexts[language];
  return (state === "problem" && wordFor(t.problems, detail)) || t.states[state ?? "none"];
}

/** What is to do next with this person. */
export function nextStep(language: Language, timeZone: string, now: string, person: PersonRow): string {
  const t = peopleTexts[language].steps;
  const at = (iso: string) => lastWords(language, timeZone, now, iso);
  switch (person.state) {
    case "problem":
      return wordFor(t.problems, person.detail) ?? t.problem;
    case "reply":
      return t.reply(at(person.since));
    case "call_back":
      return t.call_back(at(person.callBackAt ?? person.since));
    case "queued":
      return t.queued;
    case "waiting":
      return (person.detail === "missing" ? t.missing : t.owed)(at(person.since));
    case "check":
      return t.check;
    default:
      return "";
  }
}
