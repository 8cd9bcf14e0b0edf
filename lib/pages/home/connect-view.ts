import { html } from "hono/html";
import type { Events } from "../../vendors/vendor.ts";
import type { Html } from "../shell/format.ts";
import type { View } from "./view.ts";

/** How these events begin to come: of each vendor that sends them what to do there, and the address. */
export function connectView({ vendors, snapshot, language, origin }: View, brings: Events["brings"]): Html[] {
  const inUse = new Set(snapshot.sources.map(({ source }) => source));
  return vendors.flatMap(({ name, words, events }) => {
    const webhook = events?.brings === brings && inUse.has(name) ? events.webhooks[0] : undefined;
    return webhook ? [html`<p>${words[language].connect}</p><code>${origin}${webhook.path}</code>`] : [];
  });
}
