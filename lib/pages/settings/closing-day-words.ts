import type { Language } from "../../base/language.ts";
import { type ClosingDay, nameOf } from "./read-closing-day.ts";
import type { SettingsTexts } from "./texts.ts";

/** What was understood, for people: `ogni anno 8 dicembre · Immacolata`, `24 dicembre 2026 – 6 gennaio 2027`. */
export function closingDayWords(language: Language, t: SettingsTexts, closing: ClosingDay): string {
  const { date, until, name } = closing;
  const days = [date, until].filter((day) => day !== undefined).map((day) => dayWords(language, day));
  const said = `${date.length === 5 ? t.hours.everyYear : ""}${days.join(" – ")}`;
  return name ? `${said} · ${name}` : said;
}

function dayWords(language: Language, date: string): string {
  const isYearly = date.length === 5;
  const format = new Intl.DateTimeFormat(language === "it" ? "it-IT" : "en-GB", {
    day: "numeric",
    month: "long",
    ...(!isYearly && { year: "numeric" }),
    timeZone: "UTC",
  });
  return format.format(new Date(`${isYearly ? `2028-${date}` : date}T00:00:00Z`));
}

/** The line in which it can be typed again. */
export function closingDayLine({ date, until, name }: ClosingDay): string {
  const days = [date, until]
    .filter((day) => day !== undefined)
    .map((day) => day.split("-").toReversed().join("/"));
  const label =
    name === undefined || nameOf(name) === name ? name : `(${name.replace(/[()«»"“”]/g, " ").trim()})`;
  return [days.join(" - "), label].filter(Boolean).join(" ");
}

/** How many days are closed in a year that has them all. */
export function closedDays(closings: readonly ClosingDay[]): number {
  return closings.reduce((sum, { date, until = date }) => {
    const at = (day: string) =>
      Date.parse(`${day.length === 5 ? `2027-${day.replace("02-29", "02-28")}` : day}T00:00:00Z`);
    const days = Math.round((at(until) - at(date)) / 86_400_000);
    return sum + 1 + (days < 0 ? days + 365 : days);
  }, 0);
}
