import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { type LeadFilters, leadsPath } from "./lead-filters.ts";
import { leadsTexts } from "./texts.ts";

/** List or board of the same leads, and how new ones come in. */
export function viewTabs(language: Language, filters: LeadFilters, current: "list" | "board"): Html {
  const t = leadsTexts[language];
  return html`<div class="leads-head"><nav class="tabs" aria-label="${t.views}">${(
    ["list", "board"] as const
  ).map(
    (view) =>
      html`<a href="${leadsPath(filters, {}, view === "list" ? "/monitor/leads" : "/monitor/leads/board")}" ${
        view === current && html`aria-current="true"`
      }>${t[view]}</a>`,
  )}</nav><p class="leads-ways"><a class="button" href="/monitor/leads/new">${icon("plus", 16)} ${t.add}</a> <a class="button quiet" href="/monitor/settings/forms">${t.forms}</a></p></div>`;
}
