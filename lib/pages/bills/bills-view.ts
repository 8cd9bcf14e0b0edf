import type { Language } from "../../base/language.ts";
import type { Colleague } from "../shell/staff-name.ts";
import type { BillsPlace } from "./bills-path.ts";
import type { DayTime } from "./day-time.ts";
import type { BillFile, BillPerson, Bills } from "./read-bills.ts";
import type { BillsTexts } from "./texts.ts";

/** What the parts of the page are drawn from. */
export interface BillsView {
  language: Language;
  t: BillsTexts;
  time: DayTime;
  me: string;
  colleagues: Colleague[];
  place: BillsPlace;
  bills: Bills;
}

/** Whose file is open, and which. */
export interface OpenFile {
  person: BillPerson;
  /** Their files of this list. */
  files: BillFile[];
  /** Null: confirmed without one. */
  file: BillFile | null;
  /** Who comes after them; null for the last. */
  next: number | null;
}

/** A name as far as one is known. */
export function nameOf({ t }: Pick<BillsView, "t">, { name, company, phone }: BillPerson): string {
  return name ?? company ?? phone ?? t.nobodyKnown;
}

/** Counted up to a thousand. */
export function countWords(t: BillsTexts, count: number): string {
  return count > 1000 ? t.more(1000) : String(count);
}

/** The one that the address names, else the first; null where nobody is. */
export function openFile({ place, bills }: BillsView): OpenFile | null {
  const { people } = bills;
  const at = Math.max(
    0,
    people.findIndex(({ contact }) => contact === place.contact),
  );
  const person = people[at];
  if (!person) return null;
  const files = filesOf(person, place);
  const file = files.find(({ message }) => message === place.file) ?? files[0] ?? null;
  return {
    person,
    files,
    file,
    next: (people[at + 1] ?? people.find((other) => other !== person))?.contact ?? null,
  };
}

/** What of a person belongs in this list: what waits, what is good, what is wrong; all where nothing does. */
function filesOf({ files }: BillPerson, { state }: BillsPlace): BillFile[] {
  const verdict = { check: null, ok: "good", no: "bad", owed: null }[state];
  const own = files.filter((file) => file.verdict === verdict);
  return own.length > 0 ? own : files;
}
