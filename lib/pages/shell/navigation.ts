import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { hasRole } from "../../model/staff.ts";
import { badgeView } from "./badges-view.ts";
import type { Html } from "./format.ts";
import { frameTexts } from "./frame-texts.ts";
import { type IconName, icon } from "./icon.ts";
import type { Shell } from "./shell.ts";

export type Section = "chat" | "bills" | "calls" | "leads" | "people" | "insights" | "settings";

export interface Place {
  section: Section;
  path: string;
  icon: IconName;
  /** What goes there, after g. */
  key?: string;
}

const places: Place[] = [
  { section: "chat", path: "/monitor", icon: "chat", key: "g c" },
  { section: "bills", path: "/monitor/bills", icon: "file", key: "g b" },
  { section: "calls", path: "/monitor/calls", icon: "call" },
  { section: "leads", path: "/monitor/leads", icon: "tag", key: "g l" },
  { section: "people", path: "/monitor/people", icon: "people", key: "g p" },
  { section: "insights", path: "/monitor/insights", icon: "chart" },
  { section: "settings", path: "/monitor/settings", icon: "gear" },
];

/** On a phone these are behind "Altro". */
const behindMore: readonly Section[] = ["leads", "people", "insights", "settings"];

export function placesOf({ me }: Shell): Place[] {
  return places.filter(({ section }) => section !== "insights" || hasRole(me.role, "manager"));
}

/** The places behind "Altro". */
export function placesBehindMore(shell: Shell): Place[] {
  return placesOf(shell).filter(({ section }) => behindMore.includes(section));
}

/** The rail at the left of a screen, the bar at the foot of a phone. */
export function navigation(language: Language, shell: Shell, current: Section | "more" | undefined): Html {
  const t = frameTexts[language];
  const isMore = current === "more" || behindMore.some((section) => section === current);
  return html`<nav class="places" aria-label="${t.pages}">${placesOf(shell).map(
    ({ section, path, icon: drawing, key }) =>
      html`<a class="to-${section} ${behindMore.includes(section) ? "wide-only" : ""}" href="${path}" ${
        section === current && html`aria-current="page"`
      } ${key && html`data-key="${key}"`}>${icon(drawing, 20)}<span>${
        section === "settings" ? t.settingsShort : t[section]
      }</span>${(section === "chat" || section === "bills") && badgeView(shell, language, section)}</a>`,
  )}<a class="phone-only" href="/monitor/more" ${isMore && html`aria-current="${current === "more" ? "page" : "true"}"`}>${icon(
    "more",
    20,
  )}<span>${t.more}</span></a></nav>`;
}
