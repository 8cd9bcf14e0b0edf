import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";

/** A moment with its weekday: `09:44` today, `ven 27 nov, 09:44` otherwise. */
export type DayTime = (iso: string) => Html;

const locales: Record<Language, string> = { it: "it-IT", en: "en-GB" };

export function dayTime(language: Language, timeZone: string, now: string): DayTime {
  const locale = locales[language];
  const day = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short", day: "numeric", month: "short" });
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const date = (at: Date) => day.format(at).replace(/^([^\s,]+),? /, "$1 ");
  const today = date(new Date(now));
  return (iso) => {
    const at = new Date(iso);
    const written = date(at) === today ? clock.format(at) : `${date(at)}, ${clock.format(at)}`;
    return html`<time datetime="${at.toISOString()}">${written}</time>`;
  };
}
