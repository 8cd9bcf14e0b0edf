import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";

const dayLength = 86_400_000;
const locales: Record<Language, string> = { it: "it-IT", en: "en-GB" };
const yesterday: Record<Language, string> = { it: "ieri", en: "yesterday" };
const todayWord: Record<Language, string> = { it: "oggi", en: "today" };

/** Times as a list of people has them: short, with the weekday. */
export interface Moments {
  /** `09:23` */
  clock(iso: string): string;
  /** `09:23` today, else `ieri 17:05`, `ven 09:44` within a week, `27 nov`. */
  short(iso: string): string;
  /** As short, with the hour always, and `oggi` before it: `oggi 15:00`, `27 nov, 15:00`. */
  exact(iso: string): string;
  /** `oggi`, `ieri`, `ven`, `27 nov` */
  day(iso: string): string;
  /** `venerdì 27 novembre` */
  longDay(iso: string): string;
  /** `27 nov 2026` */
  date(iso: string): string;
  /** `2026-11-27` in the workspace. */
  key(iso: string): string;
  /** Calendar days until now. */
  daysAgo(iso: string): number;
  /** `12 min`, `3 h`, `2 g`. */
  age(iso: string): string;
  /** `<time>` with the words of one of these. */
  time(iso: string, words: string): Html;
}

export function moments(language: Language, timeZone: string, now: string): Moments {
  const locale = locales[language];
  const make = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const formats = {
    clock: make({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    weekday: make({ weekday: "short" }),
    dayMonth: make({ day: "numeric", month: "short" }),
    dayMonthYear: make({ day: "numeric", month: "short", year: "numeric" }),
    long: make({ weekday: "long", day: "numeric", month: "long" }),
    longYear: make({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    key: new Intl.DateTimeFormat("sv-SE", { timeZone }),
  };
  const at = (format: keyof typeof formats, iso: string) => formats[format].format(new Date(iso));
  const key = (iso: string) => at("key", iso);
  const today = key(now);
  const year = today.slice(0, 4);
  const clock = (iso: string) => at("clock", iso);
  const daysAgo = (iso: string) => Math.round((Date.parse(today) - Date.parse(key(iso))) / dayLength);
  const distant = (iso: string) => at(key(iso).startsWith(year) ? "dayMonth" : "dayMonthYear", iso);
  const near = (days: number) => days > -7 && days < 7;

  function short(iso: string): string {
    const days = daysAgo(iso);
    if (days === 0) return clock(iso);
    if (days === 1) return `${yesterday[language]} ${clock(iso)}`;
    return near(days) ? `${at("weekday", iso)} ${clock(iso)}` : distant(iso);
  }
  return {
    clock,
    short,
    key,
    daysAgo,
    exact(iso) {
      const days = daysAgo(iso);
      if (days === 0) return `${todayWord[language]} ${clock(iso)}`;
      return near(days) ? short(iso) : `${distant(iso)}, ${clock(iso)}`;
    },
    day(iso) {
      const days = daysAgo(iso);
      if (days === 0) return todayWord[language];
      if (days === 1) return yesterday[language];
      return near(days) ? at("weekday", iso) : distant(iso);
    },
    longDay: (iso) => at(key(iso).startsWith(year) ? "long" : "longYear", iso),
    date: (iso) => at("dayMonthYear", iso),
    age(iso) {
      const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(iso)) / 60_000));
      if (minutes < 60) return `${minutes} min`;
      const hours = Math.floor(minutes / 60);
      return hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} ${language === "it" ? "g" : "d"}`;
    },
    time: (iso, words) => html`<time datetime="${new Date(iso).toISOString().slice(0, 16)}Z">${words}</time>`,
  };
}
