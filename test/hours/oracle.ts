import type { HoursSetting } from "../../lib/settings/hours-setting.ts";

/** The sending hours by the book: every minute of some days is looked at, with the clocks as Intl knows them. */
export interface Oracle {
  isOpen(at: number): boolean;
  /** The first open moment at or after `at`, ms; null when it lies behind the days that were looked at. */
  next(at: number): number | null;
}

const minute = 60_000;
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** Of the minutes in [from, until), ms; what opens within a day before `from` is known too. */
export function hoursOracle(hours: HoursSetting, zone: string, from: number, until: number): Oracle {
  const start = from - 2 * 24 * 60 * minute;
  const shown = wallClocks(zone, start, until);
  const open = new Uint8Array(shown.length);
  for (const date of new Set(shown.map((clock) => clock.slice(0, 10)))) {
    if (isHoliday(hours, date)) continue;
    for (const window of hours.weekdays[days[new Date(`${date}T00:00Z`).getUTCDay()]!]) {
      const opens = firstIndex(shown, `${date}T${window.from}`);
      const closes = firstIndex(
        shown,
        window.until > window.from ? endOf(date, window.until) : `${dayAfter(date)}T${window.until}`,
      );
      if (closes > opens) open.fill(1, opens, closes);
    }
  }
  const index = (at: number) => Math.floor((at - start) / minute);
  return {
    isOpen: (at) => open[index(at)] === 1,
    next(at) {
      if (open[index(at)] === 1) return at;
      const found = open.indexOf(1, index(at));
      return found < 0 ? null : start + found * minute;
    },
  };
}

/** 24:00 is the next day's first minute. */
const endOf = (date: string, until: string) =>
  until === "24:00" ? `${dayAfter(date)}T00:00` : `${date}T${until}`;

const dayAfter = (date: string) =>
  new Date(Date.parse(`${date}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function isHoliday({ holidays, italianHolidays }: HoursSetting, date: string): boolean {
  for (const { date: first, until: last = first } of holidays) {
    const day = date.slice(-first.length);
    if (first <= last ? first <= day && day <= last : first <= day || day <= last) return true;
  }
  return italianHolidays && italian2026And2027.includes(date);
}

/** As printed on calendars. */
export const italian2026And2027 = [
  ..."01-01 01-06 04-05 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26"
    .split(" ")
    .map((day) => `2026-${day}`),
  ..."01-01 01-06 03-28 03-29 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26"
    .split(" ")
    .map((day) => `2027-${day}`),
];

/** The first minute that shows this time or a later one; clocks that are set back do not undo it. */
function firstIndex(shown: string[], local: string): number {
  const found = shown.findIndex((clock) => clock >= local);
  return found < 0 ? shown.length : found;
}

const known = new Map<string, string[]>();

/** What clocks show at each minute, `YYYY-MM-DDTHH:MM`. */
function wallClocks(zone: string, from: number, until: number): string[] {
  const key = `${zone} ${from} ${until}`;
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const shown =
    known.get(key) ??
    Array.from({ length: Math.ceil((until - from) / minute) }, (_, n) =>
      format.format(from + n * minute).replace(" ", "T"),
    );
  known.set(key, shown);
  return shown;
}
