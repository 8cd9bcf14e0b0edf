import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { getCookie, setCookie } from "hono/cookie";
import { isLanguage, type Language } from "../../base/language.ts";

const cookieName = "aftercall-lang";

/** The switch (`?lang=`), then what was switched to before, then the browser's own order; else Italian. */
export function chooseLanguage(c: Context): Language {
  const asked = c.req.query("lang");
  if (isLanguage(asked)) return asked;
  const kept = getCookie(c, cookieName);
  if (isLanguage(kept)) return kept;
  const wanted = accepts(c, {
    header: "Accept-Language",
    supports: ["it", "en"],
    default: "it",
    match: (list) => list.map(({ type }) => type.slice(0, 2).toLowerCase()).find(isLanguage) ?? "it",
  });
  return isLanguage(wanted) ? wanted : "it";
}

/** Whether this browser was told a language, by the switch or before. */
export function hasChosen(c: Context): boolean {
  return isLanguage(c.req.query("lang")) || isLanguage(getCookie(c, cookieName));
}

export function keepLanguage(c: Context): void {
  const asked = c.req.query("lang");
  if (isLanguage(asked)) rememberLanguage(c, asked);
}

/** What this browser reads from now on. */
export function rememberLanguage(c: Context, language: Language): void {
  if (language === getCookie(c, cookieName)) return;
  setCookie(c, cookieName, language, {
    path: "/monitor",
    maxAge: 31_536_000,
    sameSite: "Lax",
    httpOnly: true,
  });
}
