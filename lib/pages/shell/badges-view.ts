import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "./format.ts";
import { frameTexts } from "./frame-texts.ts";
import type { Shell } from "./shell.ts";

/** How many wait at Chat and at Bollette; empty elements where nobody does, so that a poll finds them by id. */
export function badgeView(
  { counts }: Pick<Shell, "counts">,
  language: Language,
  name: "chat" | "bills",
): Html {
  const t = frameTexts[language];
  const count = name === "chat" ? counts.reply : counts.check;
  const words = name === "chat" ? t.toReply(count) : t.toCheck(count);
  return html`<span id="badge-${name}" class="badge">${
    count > 0 &&
    html`<span aria-hidden="true">${count > 99 ? "99+" : count}</span><span class="unseen">, ${words}</span>`
  }</span>`;
}
