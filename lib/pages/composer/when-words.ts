import type { Language } from "../../base/language.ts";

const locales: Record<Language, string> = { it: "it-IT", en: "en-GB" };
const words = {
  it: { at: "alle", today: "oggi", tomorrow: "domani" },
  en: { at: "at", today: "today", tomorrow: "tomorrow" },
} satisfies Record<Language, object>;

export interface When {
  language: Language;
  timeZone: string;
  /** ISO 8601. */
  now: string;
}

/** When something will be: `alle 09:31`, `domani alle 08:00`, `lun 30 nov alle 08:00`. */
export function whenWords(when: When, iso: string): string {
  const { language, timeZone } = when;
  const time = new Date(iso).toLocaleTimeString(locales[language], {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const days = daysBetween(when, iso);
  const day = days === 0 ? "" : days === 1 ? `${words[language].tomorrow} ` : `${dayText(when, iso)} `;
  return `${day}${words[language].at} ${time}`;
}

/** Until when something holds: Italian joins it to the day, `alle 09:31`, `a domani alle 08:00`. */
export function untilWords(when: When, iso: string): string {
  const words = whenWords(when, iso);
  const isToday = daysBetween(when, iso) === 0;
  if (when.language === "en") return isToday ? words.replace(/^at /, "") : words;
  return isToday ? words : `a ${words}`;
}

/** On which day something was: `oggi`, `sabato 28`, `28 nov` where it was long ago. */
export function dayWords(when: When, iso: string): string {
  const { language, timeZone } = when;
  const days = daysBetween(when, iso);
  if (days === 0) return words[language].today;
  const isNear = days > -7 && days < 7;
  return new Intl.DateTimeFormat(
    locales[language],
    isNear ? { timeZone, weekday: "long", day: "numeric" } : { timeZone, day: "numeric", month: "short" },
  ).format(new Date(iso));
}

function dayText({ language, timeZone }: When, iso: string): string {
  const options = { timeZone, weekday: "short", day: "numeric", month: "short" } as const;
  return new Intl.DateTimeFormat(locales[language], options).format(new Date(iso));
}

function daysBetween({ timeZone, now }: When, iso: string): number {
  return (midnight(timeZone, iso) - midnight(timeZone, now)) / 86_400_000;
}

function midnight(timeZone: string, iso: string): number {
  // Swedish dates are ISO 8601.
  return Date.parse(new Date(iso).toLocaleDateString("sv-SE", { timeZone }));
}
