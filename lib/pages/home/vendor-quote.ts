import { html } from "hono/html";
import { vendorNamed } from "../../vendors/vendors.ts";
import type { Html } from "../shell/format.ts";
import type { View } from "./view.ts";

/** Who speaks of messages here: the one vendor whose the numbers are; simply WhatsApp where there are several. */
export function sayer({ vendors, snapshot }: Pick<View, "vendors" | "snapshot">): string {
  const names = new Set(snapshot.channels.map(({ vendor }) => vendor));
  return (names.size === 1 && vendorNamed(vendors, [...names][0])?.title) || "WhatsApp";
}

/** The vendor's own words, in whatever language, after our sentence that says what they mean. */
export function vendorQuote({ t }: Pick<View, "t">, words: string | null, from: string): Html | null {
  return words ? html`<p class="quiet">${t.vendorSays(from)} <q lang="">${words}</q></p>` : null;
}
