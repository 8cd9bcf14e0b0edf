import type { Language } from "../../base/language.ts";

const day = 86_400_000;

/** `stanotte alle 02:41`, `ieri alle 18:40`, `venerdì alle 18:40`, `ven 27 nov alle 18:40`, `domani alle 09:00`. */
export function momentWords(language: Language, timeZone: string, now: string, at: string): string {
  const { words, locale } = languages[language];
  const part = (options: Intl.DateTimeFormatOptions, moment: string) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(moment));
  const clock = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);
  const ago = daysBetween(timeZone, at, now);
  if (ago === 0) return words.today(Number(clock.slice(0, 2)), clock);
  if (ago === -1) return words.tomorrow(clock);
  if (ago === 1) return words.yesterday(clock);
  if (ago > 0 && ago < 7) return words.on(part({ weekday: "long" }, at), clock);
  return words.on(part({ weekday: "short", day: "numeric", month: "short" }, at), clock);
}

/** Whole calendar days in that zone. */
function daysBetween(timeZone: string, from: string, until: string): number {
  const date = new Intl.DateTimeFormat("sv-SE", { timeZone });
  const [a, b] = [from, until].map((moment) => Date.parse(date.format(new Date(moment))));
  return Math.round((b! - a!) / day);
}

const languages = {
  it: {
    locale: "it-IT",
    words: {
      today: (hour: number, clock: string) =>
        `${hour < 6 ? "stanotte" : hour < 12 ? "stamattina" : hour < 18 ? "oggi" : "stasera"} alle ${clock}`,
      yesterday: (clock: string) => `ieri alle ${clock}`,
      tomorrow: (clock: string) => `domani alle ${clock}`,
      on: (date: string, clock: string) => `${date} alle ${clock}`,
    },
  },
  en: {
    locale: "en-GB",
    words: {
      today: (_hour: number, clock: string) => `${clock} today`,
      yesterday: (clock: string) => `${clock} yesterday`,
      tomorrow: (clock: string) => `${clock} tomorrow`,
      on: (date: string, clock: string) => `${date}, ${clock}`,
    },
  },
} satisfies Record<Language, unknown>;
