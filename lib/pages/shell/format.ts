import { html } from "hono/html";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Language } from "../../base/language.ts";

export type Html = ReturnType<typeof html>;

export interface Format {
  /** `14:32` today, `ven 20 nov, 14:32` otherwise: absolute, so that what is compared does not change by itself. */
  time(iso: string, options?: { seconds?: boolean }): Html;
  /** The same as plain text, where no element may stand: in an `<option>`. */
  timeText(iso: string): string;
  /** Local time of day, `HH:MM`. */
  timeOfDay(iso: string): string;
  /** Of a calendar day, `2026-11-20`. */
  day(date: string): string;
  duration(seconds: number): string;
  seconds(count: number): string;
  bytes(count: number): string;
}

const locales: Record<Language, string> = { it: "it-IT", en: "en-GB" };

export function createFormat(language: Language, timeZone: string, now: string): Format {
  const locale = locales[language];
  const zone = { timeZone, hourCycle: "h23" } as const;
  const day = new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month: "short" });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short" });
  const calendar = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short" });
  const clock = new Intl.DateTimeFormat(locale, { ...zone, hour: "2-digit", minute: "2-digit" });
  const exact = new Intl.DateTimeFormat(locale, {
    ...zone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const today = day.format(new Date(now));
  return {
    time(iso, { seconds = false } = {}) {
      const at = new Date(iso);
      // No finer than what is read: the forecast of a turn that is overdue moves by milliseconds.
      const moment = `${at.toISOString().slice(0, seconds ? 19 : 16)}Z`;
      return html`<time datetime="${moment}">${written(at, seconds ? exact : clock)}</time>`;
    },
    timeText: (iso) => written(new Date(iso), clock),
    day: (date) => calendar.format(new Date(`${date.slice(0, 10)}T12:00:00Z`)),
    timeOfDay: (iso) => clock.format(new Date(iso)),
    duration(seconds) {
      const [hours, minutes, rest] = [
        Math.floor(seconds / 3600),
        Math.floor(seconds / 60) % 60,
        seconds % 60,
      ];
      const parts = [
        hours && `${hours}\u00a0h`,
        minutes && `${minutes}\u00a0min`,
        rest && `${number.format(rest)}\u00a0s`,
      ];
      return parts.filter(Boolean).join(" ") || "0\u00a0s";
    },
    seconds: (count) => `${number.format(count)}\u00a0s`,
    bytes: (count) =>
      count < 1_000_000 ? `${Math.ceil(count / 1000)} kB` : `${number.format(count / 1e6)} MB`,
  };

  function written(at: Date, timeOfDay: Intl.DateTimeFormat): string {
    const [date, text] = [day.format(at), timeOfDay.format(at)];
    return date === today ? text : `${weekday.format(at)} ${date}, ${text}`;
  }
}

/** Whether that moment has come; both ISO 8601. */
export function isOver(at: string, now: string): boolean {
  return Date.parse(at) <= Date.parse(now);
}

/** `+39 333 123 4567`, in groups that a person can read aloud. */
export function readablePhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}
