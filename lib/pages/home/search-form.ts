import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { filterParams } from "./filters.ts";
import { homePath } from "./home-path.ts";
import type { View } from "./view.ts";

/** Outside the refreshed part: what is half typed stays. */
export function searchForm({ t, filters }: View): Html {
  const others = filterParams({ ...filters, search: null, callsBefore: null, messagesBefore: null });
  return html`<form class="search" role="search" aria-label="${t.search.label}" method="get" action="${homePath}#calls">
    ${[...others].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <input type="search" name="q" value="${filters.search ?? ""}" maxlength="80" autocomplete="off"
      aria-label="${t.search.label}" placeholder="${t.search.label}">
    <button class="quiet">${t.search.submit}</button></form>`;
}
