import type { Language } from "../../base/language.ts";

const locales: Record<Language, string> = { it: "it-IT", en: "en-GB" };
const yesterday: Record<Language, string> = { it: "ieri", en: "yesterday" };
const day = 86_400_000;

/** The calendar day of a moment in that zone, `2026-11-27`. */
export function dayOf(timeZone: string, iso: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date(iso));
}

/** `2026-11-27` and so many days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** Whether a text from an address is a calendar day. */
export function isDay(text: string | undefined): text is string {
  return /^\d{4}-\d\d-\d\d$/.test(text ?? "") && addDays(text!, 0) === text;
}

/** `ven 27 nov`, or long, `venerdì 27 novembre`; with the year where it is not that of `today`. */
export function dayWords(
  language: Language,
  date: string,
  { long = false, today }: { long?: boolean; today?: string } = {},
): string {
  const width = long ? "long" : "short";
  const year = today && today.slice(0, 4) !== date.slice(0, 4) ? ({ year: "numeric" } as const) : {};
  return new Intl.DateTimeFormat(locales[language], {
    timeZone: "UTC",
    weekday: width,
    day: "numeric",
    month: width,
    ...year,
  })
    .format(new Date(`${date}T12:00:00Z`))
    .replace(",", "");
}

/** `09:23` today, `ieri 17:05`, `ven 09:44` within six days, else `27 nov`. */
export function lastWords(language: Language, timeZone: string, now: string, at: string): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], { timeZone, ...options }).format(new Date(at));
  const clock = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const ago = Math.round((Date.parse(dayOf(timeZone, now)) - Date.parse(dayOf(timeZone, at))) / day);
  if (ago === 0) return clock;
  if (ago === 1) return `${yesterday[language]} ${clock}`;
  const isNear = Math.abs(ago) < 7;
  if (isNear) return `${part({ weekday: "short" })} ${clock}`;
  const isThisYear = dayOf(timeZone, now).slice(0, 4) === dayOf(timeZone, at).slice(0, 4);
  return part({ day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) });
}

/** `ven 27 nov, 08:52`: a moment in a title, where no list says the day. */
export function momentTitle(language: Language, timeZone: string, now: string, at: string): string {
  const clock = new Intl.DateTimeFormat(locales[language], {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at));
  return `${dayWords(language, dayOf(timeZone, at), { today: dayOf(timeZone, now) })}, ${clock}`;
}
