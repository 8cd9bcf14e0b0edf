import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { View } from "./view.ts";

/** The vendor's own words, in whatever language, after our sentence that says what they mean. */
export function vendorQuote({ t }: Pick<View, "t">, words: string | null): Html | null {
  return words ? html`<p class="quiet">${t.vendorSays} <q lang="">${words}</q></p>` : null;
}
