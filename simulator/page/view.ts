import type { HtmlEscapedString } from "hono/utils/html";
import type { Simulation } from "../simulation.ts";
import type { Customer } from "../world/customer.ts";
import type { Lang, Words } from "./words.ts";

/** A piece of escaped HTML. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every part of the page is drawn from. */
export interface View {
  sim: Simulation;
  lang: Lang;
  words: Words;
  /** Whose phone is shown. */
  customer: Customer;
}

export function timeText(view: View, time: number, seconds = true): string {
  const second = seconds ? ({ second: "2-digit" } as const) : {};
  const locale = view.lang === "it" ? "it-IT" : "en-GB";
  return new Date(time).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", ...second });
}
