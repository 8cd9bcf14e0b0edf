import type { HtmlEscapedString } from "hono/utils/html";
import type { Simulation } from "../simulation.ts";
import type { Customer } from "../world/customer.ts";
import type { Line } from "../world/line.ts";
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
  /** Which of their chats: the one with this number of ours. */
  line: Line;
}

/** That of a fresh workspace, so that the simulator's times can be laid beside the monitor's. */
const timeZone = "Europe/Rome";
const locales: Record<Lang, string> = { it: "it-IT", en: "en-GB" };

export function timeText(view: View, time: number, seconds = true): string {
  const second = seconds ? ({ second: "2-digit" } as const) : {};
  const form = { timeZone, hour: "2-digit", minute: "2-digit", ...second } as const;
  return new Date(time).toLocaleTimeString(locales[view.lang], form);
}

/** `mar 22:11`: a time within the week to come. */
export function dayTimeText(view: View, time: number): string {
  const day = new Date(time).toLocaleDateString(locales[view.lang], { timeZone, weekday: "short" });
  return `${day} ${timeText(view, time, false)}`;
}

/** `CET`, or in summer `CEST`. */
export function zoneText(view: View): string {
  const form = new Intl.DateTimeFormat(locales[view.lang], { timeZone, timeZoneName: "short" });
  return form.formatToParts(new Date()).find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}
