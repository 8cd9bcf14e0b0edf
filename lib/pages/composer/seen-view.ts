import { html } from "hono/html";
import type { Html } from "../shell/format.ts";

/** The newest message that the page shows, `#seen`: a live page renews it with what it adds. */
export function seenView(newest: number | null | undefined): Html {
  return html`<input type="hidden" id="seen" name="seen" value="${newest ?? ""}" form="answer">`;
}
