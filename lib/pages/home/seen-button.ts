import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { View } from "./view.ts";

/** Takes a failure off the list of what needs a person. */
export function seenButton(view: View, kind: "messages" | "incidents", id: number): Html {
  return html`<form method="post" action="${view.action(`/${kind}/${id}/seen`)}">
    <button class="quiet">${view.t.needs.seen}</button></form>`;
}
