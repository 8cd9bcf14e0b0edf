import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { callBackMenu } from "./call-back-menu.ts";
import { moreMenu } from "./more-menu.ts";
import { ownerMenu } from "./owner-menu.ts";
import { workTexts } from "./texts.ts";
import { workForm } from "./work-form.ts";
import type { WorkParts } from "./work-parts.ts";

/** What one may do with a person, `#actions` in a thread's head: whose it is, call back, handled, close, and the rest behind a menu. */
export function actionsView(parts: WorkParts): Html {
  const { row } = parts.thread;
  const t = workTexts[parts.language];
  return html`<div id="actions" class="actions" role="group" aria-label="${t.label}">${ownerMenu(parts)}${callBackMenu(parts)}${
    (row?.unanswered ?? 0) > 0 &&
    workForm(
      parts,
      "handled",
      html`<button title="${t.handledHelp}">${icon("check", 16)}<span>${t.handled}</span></button>`,
    )
  }${
    row?.closedAt
      ? workForm(
          parts,
          "reopen",
          html`<button data-key="e">${icon("undo", 16)}<span>${t.reopen}</span></button>`,
        )
      : workForm(
          parts,
          "close",
          html`<button data-key="e">${icon("close", 16)}<span>${t.close}</span></button>`,
        )
  }${moreMenu(parts)}</div>`;
}
