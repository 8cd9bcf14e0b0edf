import { html } from "hono/html";
import { memberName } from "../composer/member-name.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { workTexts } from "./texts.ts";
import { workForm } from "./work-form.ts";
import type { WorkParts } from "./work-parts.ts";

/** Whose it is, and the menu to take it or hand it over. */
export function ownerMenu(parts: WorkParts): Html {
  const { language, shell, thread, members } = parts;
  const t = workTexts[language];
  const owner = thread.row?.owner ?? null;
  const me = shell.me.userId;
  const others = members.filter(({ userId, role }) => userId !== me && role !== null);
  return html`<details class="menu owner"><summary class="button" title="${t.ownerOf}" data-key="a">${icon("user", 16)}<span>${
    owner ? (memberName(members, owner) ?? t.nobody) : t.nobody
  }</span>${icon("down", 16)}</summary>${workForm(
    parts,
    "owner",
    html`${owner !== me && html`<button name="owner" value="${me}">${t.take}</button>`}${others
      .filter(({ userId }) => userId !== owner)
      .map(
        ({ userId }) =>
          html`<button class="quiet" name="owner" value="${userId}">${memberName(members, userId) ?? userId.slice(0, 8)}</button>`,
      )}${owner && html`<button class="quiet" name="owner" value="">${t.giveBack}</button>`}`,
  )}</details>`;
}
