import { addDays, isDay } from "../shell/day-words.ts";

export const presets = ["today", "week", "month", "days30"] as const;
export type Preset = (typeof presets)[number];

export interface Span {
  /** `2026-11-01`, of the workspace, both included. */
  from: string;
  to: string;
}

export interface Period extends Span {
  /** Null: two days that somebody chose. */
  preset: Preset | null;
  /** What it is compared with. */
  before: Span;
}

/** As the database refuses more. */
const mostDays = 366;

/** The period of an address: two days, or a name, else the last thirty days. A later end than today is today. */
export function periodOf(
  asked: { period?: string | undefined; from?: string | undefined; to?: string | undefined },
  today: string,
): Period {
  const { from, to } = asked;
  if (isDay(from) || isDay(to)) {
    const last = isDay(to) && to <= today ? to : today;
    const first = isDay(from) && from <= last ? from : last;
    const span = daysIn({ from: first, to: last }) > mostDays ? addDays(last, 1 - mostDays) : first;
    return { preset: null, from: span, to: last, before: daysBefore({ from: span, to: last }) };
  }
  const preset = presets.find((known) => known === asked.period) ?? "days30";
  const span = { from: firstOf(preset, today), to: today };
  return { preset, ...span, before: preset === "month" ? monthBefore(span) : daysBefore(span, preset) };
}

/** Calendar days, both included. */
export function daysIn({ from, to }: Span): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

function firstOf(preset: Preset, today: string): string {
  if (preset === "month") return `${today.slice(0, 8)}01`;
  if (preset === "days30") return addDays(today, -29);
  // 1 is Monday.
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay() || 7;
  return preset === "week" ? addDays(today, 1 - weekday) : today;
}

/** A day is compared with the same weekday, a week with the same days of the last one: nobody works on Sundays. */
function daysBefore(span: Span, preset: Preset | null = null): Span {
  const length = daysIn(span);
  const back = preset === "week" || length <= 7 ? 7 : length;
  return { from: addDays(span.from, -back), to: addDays(span.to, -back) };
}

/** As many days of the month before, as far as it has them. */
function monthBefore({ from, to }: Span): Span {
  const last = addDays(from, -1);
  const first = `${last.slice(0, 8)}01`;
  const same = addDays(first, daysIn({ from, to }) - 1);
  const [end = last] = [same, last].toSorted();
  return { from: first, to: end };
}
