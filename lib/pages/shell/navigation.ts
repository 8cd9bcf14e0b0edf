import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "./format.ts";

export const sections = ["calls", "contacts", "events", "settings"] as const;
export type Section = (typeof sections)[number];

const paths: Record<Section, string> = {
  calls: "/monitor",
  contacts: "/monitor/contacts",
  events: "/monitor/events",
  settings: "/monitor/settings",
};
const words: Record<Language, Record<Section | "label", string>> = {
  it: {
    label: "Pagine",
    calls: "Chiamate",
    contacts: "Contatti",
    events: "Eventi",
    settings: "Impostazioni",
  },
  en: { label: "Pages", calls: "Calls", contacts: "Contacts", events: "Events", settings: "Settings" },
};

/** The ways through the monitor, for whoever is signed in. */
export function navigation(language: Language, current: Section | undefined): Html {
  const t = words[language];
  return html`<nav class="sections" aria-label="${t.label}">${sections.map(
    (section) =>
      html`<a href="${paths[section]}" ${section === current && html`aria-current="page"`}>${t[section]}</a> `,
  )}</nav>`;
}
