import { html } from "hono/html";
import { hasRole } from "../../model/staff.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { workTexts } from "./texts.ts";
import { workForm } from "./work-form.ts";
import type { WorkParts } from "./work-parts.ts";

/** Tags, mark unread, do not write any more. */
export function moreMenu(parts: WorkParts): Html {
  const { language, thread } = parts;
  const t = workTexts[language];
  const { person, row } = thread;
  const path = `/monitor/c/${person.id}`;
  const tags = row?.tags ?? [];
  return html`<details class="menu more" hx-get="${path}/tags" hx-trigger="toggle once" hx-target="#known-tags" hx-swap="innerHTML"><summary
  class="button icon-only" title="${t.more}">${icon("more")}<span class="unseen">${t.more}</span></summary>
<div><p><strong>${t.tags}</strong></p>${
    tags.length > 0 &&
    workForm(
      parts,
      "untag",
      html`<span class="tags">${tags.map(
        (tag) =>
          html`<button class="chip" name="tag" value="${tag}" title="${t.removeTag(tag)}">${tag} ${icon("close", 16)}<span
          class="unseen">${t.removeTag(tag)}</span></button>`,
      )}</span>`,
    )
  }${workForm(
    parts,
    "tag",
    html`<label class="unseen" for="new-tag">${t.tag}</label><span class="line"><input id="new-tag" name="tag" maxlength="40" placeholder="${t.tag}"
    list="known-tags" autocomplete="off" required><button>${t.addTag}</button></span><datalist id="known-tags"></datalist>`,
  )}
<form method="post" action="${path}/unread"><button class="quiet">${icon("chat", 16)}${t.unread}</button></form>
${person.blockedAt ? unblockForm(parts) : blockForm(parts)}</div></details>`;
}

function blockForm(parts: WorkParts): Html {
  const t = workTexts[parts.language];
  return html`<details><summary class="button danger">${t.block}</summary><p class="quiet">${t.blockHelp}</p>${workForm(
    parts,
    "block",
    html`<label for="block-reason">${t.reason}</label><input id="block-reason" name="reason" maxlength="500" required><button
    class="main danger">${t.confirm}</button>`,
  )}</details>`;
}

function unblockForm(parts: WorkParts): Html {
  const t = workTexts[parts.language];
  if (!hasRole(parts.shell.me.role, "manager")) return html`<p class="quiet">${t.unblockManager}</p>`;
  return html`<details><summary class="button">${t.unblock}</summary>${workForm(
    parts,
    "unblock",
    html`<label for="unblock-reason">${t.reason}</label><input id="unblock-reason" name="reason" maxlength="500" required><button
    class="main">${t.confirm}</button>`,
  )}</details>`;
}
