import type { HoursSetting } from "../../settings/hours-setting.ts";

export type ClosingDay = HoursSetting["holidays"][number];

/** A day of a calendar; without a year it is one of every year. */
interface Day {
  year: number | null;
  month: number;
  day: number;
  /** 0 Sunday … 6 Saturday, where somebody wrote it. */
  weekday: number | null;
}

const months: Record<string, number> = {};
for (const [index, names] of [
  "gennaio gen genn january jan",
  "febbraio feb febbr february",
  "marzo mar march",
  "aprile apr april",
  "maggio mag magg may",
  "giugno giu june jun",
  "luglio lug july jul",
  "agosto ago august aug",
  "settembre set sett september sep sept",
  "ottobre ott october oct",
  "novembre nov november",
  "dicembre dic december dec",
].entries()) {
  for (const name of names.split(" ")) months[name] = index + 1;
}

const weekdays: Record<string, number> = {};
for (const [index, names] of [
  "domenica dom sunday sun",
  "lunedi lun monday mon",
  "martedi mar tuesday tue tues",
  "mercoledi mer wednesday wed",
  "giovedi gio thursday thu thurs",
  "venerdi ven friday fri",
  "sabato sab saturday sat",
].entries()) {
  for (const name of names.split(" ")) weekdays[name] = index;
}

const oneOf = (words: Record<string, number>) =>
  Object.keys(words)
    .toSorted((a, b) => b.length - a.length)
    .join("|");
/** As the text stands after `plain`: small, without marks. */
const weekday = `(?:(?:${oneOf(weekdays)})\\.?,?\\s+)`;
const ordinal = String.raw`(?:°|º|\^|st|nd|rd|th)?`;
const article = String.raw`(?:(?:il|the|on|giorno)\s+|l'\s*)?`;
const day = String.raw`(\d{1,2})${ordinal}`;
const month = `(${oneOf(months)})\\b\\.?`;
const year = String.raw`(\d{4}|\d{2})`;
const between = String.raw`\s*(?:-|\b(?:al|all'|a|to|until|till|through|fino\s+al?)(?:\b|(?<=')))\s*`;

/** One day, in the spellings that people use; which groups are what is in `kinds`. */
const dayForms: { text: string; read: (found: string[]) => Omit<Day, "weekday"> }[] = [
  { text: String.raw`(\d{4})([-/.])(\d{1,2})\2(\d{1,2})`, read: ([y, , m, d]) => dated(y, Number(m), d) },
  { text: String.raw`(\d{1,2})([-/.])(\d{1,2})\2${year}\.?`, read: ([d, , m, y]) => dated(y, Number(m), d) },
  { text: String.raw`(\d{1,2})[-/.](\d{1,2})\.?`, read: ([d, m]) => dated(null, Number(m), d) },
  {
    text: `${day}\\s*(?:(?:di|of)\\s+)?${month}(?:,?\\s+${year})?`,
    read: ([d, m, y]) => dated(y, months[m!]!, d),
  },
  { text: `${month}\\s+${day}(?:,?\\s+${year})?`, read: ([m, d, y]) => dated(y, months[m!]!, d) },
];

/** Two days of one month: `24-26/12`, `dal 10 al 21 agosto 2027`. */
const spanForms: { text: string; read: (found: string[]) => [Day, Day] }[] = [
  {
    text: String.raw`(\d{1,2})${between}(\d{1,2})[/.](\d{1,2})(?:[/.]${year})?\.?`,
    read: ([first, last, m, y]) => both(first, last, Number(m), y),
  },
  {
    text: `${article}${day}${between}${article}${day}\\s*(?:(?:di|of)\\s+)?${month}(?:,?\\s+${year})?`,
    read: ([first, last, m, y]) => both(first, last, months[m!]!, y),
  },
];

/** After a date stands nothing that could belong to it. */
const end = String.raw`(?![\d/])(?!\.\d)(?![a-z])`;

/**
 * A line of the closing days as the setting has it, day before month: `08-12 Immacolata`, `24/12/2026 - 06/01/2027`,
 * `8 dicembre`, `dal 10 al 21 agosto`, `2026-12-24`; `no_day` for one that is on no calendar, `reversed` for a span that ends
 * before it begins, null for what is not wholly understood. Nothing is guessed: a number in the name might be a date.
 */
export function readClosingDay(line: string): ClosingDay | "no_day" | "reversed" | null {
  const text = plain(line);
  // The name may also stand before its day.
  const [before = ""] = /^[^\d(]*?(?=(?:\b(?:dal|from|il|the)\b|\bl'|\d|$))/.exec(text) ?? [];
  const lead = before.trim();
  const starts = [{ at: 0, name: "" }];
  if (lead !== "") starts.push({ at: before.length, name: nameOf(line.slice(0, before.length)) ?? "" });
  for (const { at, name } of starts) {
    const found = daysAt(text.slice(at));
    if (!found) continue;
    const rest = nameOf(line.slice(at + found.length));
    if (rest === null || (name !== "" && rest !== "")) return null;
    return asSetting(found.days, name || rest);
  }
  return null;
}

/** The same length as the line, so that its places are the line's. */
function plain(line: string): string {
  return [...line]
    .map((sign) => {
      const bare = sign.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      if (/[‐-―−]/.test(sign)) return "-";
      if (/[’‘`´]/.test(sign)) return "'";
      if (/\s/u.test(sign)) return " ";
      return bare.length === sign.length ? bare : "\uFFFD".repeat(sign.length);
    })
    .join("");
}

function daysAt(text: string): { days: [Day] | [Day, Day]; length: number } | null {
  const opening = /^(?:dal(?:l')?|da|from)\s*/.exec(text)?.[0] ?? "";
  const rest = text.slice(opening.length);
  for (const { text: form, read } of spanForms) {
    const found = new RegExp(`^${form}${end}`).exec(rest);
    if (found) return { days: read(found.slice(1) as string[]), length: opening.length + found[0].length };
  }
  const first = oneDayAt(rest);
  if (!first) return null;
  const joint = new RegExp(`^${between}`).exec(rest.slice(first.length))?.[0];
  const last = joint === undefined ? null : oneDayAt(rest.slice(first.length + joint.length));
  if (!last) return opening === "" ? { days: [first.day], length: first.length } : null;
  return {
    days: sameYears(first.day, last.day),
    length: opening.length + first.length + joint!.length + last.length,
  };
}

function oneDayAt(text: string): { day: Day; length: number } | null {
  const lead = new RegExp(`^${article}(${weekday})?${article}`).exec(text)!;
  const word = lead[1]?.trim().replace(/[.,]+$/, "");
  const rest = text.slice(lead[0].length);
  for (const { text: form, read } of dayForms) {
    const found = new RegExp(`^${form}${end}`).exec(rest);
    // `24-12-06-01` might be cut in two ways.
    if (!found || (found[0].includes("-") && /^-\d/.test(rest.slice(found[0].length)))) continue;
    const day = { ...read(found.slice(1) as string[]), weekday: word ? weekdays[word]! : null };
    return { day, length: lead[0].length + found[0].length };
  }
  return null;
}

function dated(
  year: string | null | undefined,
  month: number,
  day: string | undefined,
): Omit<Day, "weekday"> {
  const full = year ? Number(year.length === 2 ? `20${year}` : year) : null;
  return { year: full, month, day: Number(day) };
}

function both(first: string | undefined, last: string | undefined, month: number, year?: string): [Day, Day] {
  return [
    { ...dated(year, month, first), weekday: null },
    { ...dated(year, month, last), weekday: null },
  ];
}

/** A year that stands at one end only is the other end's too, or the one beside it where the new year lies between. */
function sameYears(first: Day, last: Day): [Day, Day] {
  const wraps = first.month * 100 + first.day > last.month * 100 + last.day;
  if (first.year === null && last.year !== null) {
    return [{ ...first, year: wraps ? last.year - 1 : last.year }, last];
  }
  if (last.year === null && first.year !== null) {
    return [first, { ...last, year: wraps ? first.year + 1 : first.year }];
  }
  return [first, last];
}

/** Half a day is none: it cannot be kept, so it must not become a whole one. */
const halfDay = /\b(mattin[ao]|pomeriggi[oa]?|mezza giornata|mezzogiorno|half day|morning|afternoon|noon)\b/i;

/** What stands beside a date: a name, in brackets or quotes where it has numbers; null for what may be more than a name. */
export function nameOf(text: string): string | null {
  const bare = text.replace(/^[\s,:;–—-]+|[\s,:;–—-]+$/gu, "");
  if (bare === "" && /[–—-]/.test(text)) return null;
  const [, held] = /^[(«"“]([^()«»"“”]+)[)»"”]$/u.exec(bare) ?? [];
  if (held !== undefined) return held.trim();
  return /\d/.test(bare) || halfDay.test(bare) || /^(al|to|e|ed|and|\+|&|\/)(\s|$)/i.test(bare) ? null : bare;
}

function asSetting(days: [Day] | [Day, Day], name: string): ClosingDay | "no_day" | "reversed" | null {
  const [first, last] = days;
  if (!days.every(exists)) return "no_day";
  if (!days.every(fitsWeekday)) return null;
  if (last && first.year !== null && dateOf(last) < dateOf(first)) return "reversed";
  const isSpan = last !== undefined && dateOf(last) !== dateOf(first);
  return { date: dateOf(first), ...(isSpan && { until: dateOf(last) }), ...(name && { name }) };
}

/** 29 February is one of every year: it comes when it comes. */
function exists({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year ?? 2028, month - 1, day));
  return month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function fitsWeekday({ year, month, day, weekday }: Day): boolean {
  return (
    weekday === null || (year !== null && new Date(Date.UTC(year, month - 1, day)).getUTCDay() === weekday)
  );
}

function dateOf({ year, month, day }: Day): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year === null ? "" : `${year}-`}${two(month)}-${two(day)}`;
}
