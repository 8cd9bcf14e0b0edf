import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { WorkParts } from "./work-parts.ts";

/** A form of an action: in place with htmx, else back to where it was pressed. */
export function workForm({ thread, next }: WorkParts, verb: string, content: Html): Html {
  const path = `/monitor/c/${thread.person.id}/${verb}`;
  return html`<form method="post" action="${path}" hx-post="${path}" hx-target="#actions" hx-swap="outerHTML">${
    next && html`<input type="hidden" name="next" value="${next}">`
  }${content}</form>`;
}
