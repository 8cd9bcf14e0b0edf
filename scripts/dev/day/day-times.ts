/** When something happens: `ven 08:41`, `sab 17:05`, `dom 21:10`, `oggi 08:52`, and `ora 30`, so many seconds before the end. */
export type When = `${"ven" | "sab" | "dom" | "oggi" | "ora"} ${string}`;

/** The stories are written for a morning that began at eight and is looked at here. */
const written = { from: 8 * 60, until: 9 * 60 + 30 };
const minuteMs = 60_000;
const dayMs = 86_400_000;

export interface DayTimes {
  /** The time at which the day is looked at: `now`, or the end of the last working hour before it. */
  end: Date;
  at(when: When): Date;
}

/**
 * Lays the written days over those that end with `now`: `ven` is the working day before, `oggi` the day itself, stretched from
 * eight until now. Without a weekend between the two, `sab` and `dom` are the evening of the first.
 */
export function dayTimes(now: Date, timeZone: string): DayTimes {
  const end = lastWorkingMoment(now, timeZone);
  const today = dateIn(end, timeZone);
  const first = workingDayBefore(today);
  const between = (Date.parse(today) - Date.parse(first)) / dayMs - 1;
  const moment = (date: string, minutes: number) =>
    new Date(instantOf(date, Math.floor(minutes), timeZone) + (minutes % 1) * minuteMs);
  const morning = moment(today, written.from).getTime();
  const stretch = (end.getTime() - morning) / ((written.until - written.from) * minuteMs);
  return {
    end,
    at(when) {
      const [day = "", clock = ""] = when.split(" ");
      if (day === "ora") return new Date(end.getTime() - Number(clock) * 1_000);
      const [hour = 0, minute = 0] = clock.split(":").map(Number);
      const minutes = hour * 60 + minute;
      if (day === "ven") return moment(first, minutes);
      if (day === "oggi") {
        return minutes < written.from
          ? moment(today, minutes)
          : new Date(morning + (minutes - written.from) * minuteMs * stretch);
      }
      const index = day === "sab" ? 1 : 2;
      if (between >= index) return moment(addDays(first, index), minutes);
      return moment(first, 18 * 60 + (index - 1) * 170 + (minutes / 1440) * 160);
    },
  };
}

/** From half past eight until eight in the evening, from Monday to Friday. */
function lastWorkingMoment(now: Date, timeZone: string): Date {
  let date = dateIn(now, timeZone);
  const opens = (day: string) => instantOf(day, 8 * 60 + 30, timeZone);
  if (isWeekend(date) || now.getTime() < opens(date)) date = workingDayBefore(date);
  return new Date(Math.min(now.getTime(), instantOf(date, 20 * 60, timeZone)));
}

function workingDayBefore(date: string): string {
  let day = addDays(date, -1);
  while (isWeekend(day)) day = addDays(day, -1);
  return day;
}

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

function dateIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(at);
}

/** The instant, in ms, of so many minutes after that date's midnight, in the zone. */
function instantOf(date: string, minutes: number, timeZone: string): number {
  const asIfUtc = Date.parse(date) + minutes * minuteMs;
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const shown = Date.parse(`${parts.format(new Date(asIfUtc)).replace(" ", "T")}Z`);
  return asIfUtc - (shown - asIfUtc);
}
