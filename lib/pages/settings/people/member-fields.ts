import { html } from "hono/html";
import type { Html } from "../../shell/format.ts";
import { selectField, textField } from "../fields.ts";
import type { PeopleTexts } from "./texts.ts";

interface View {
  form: URLSearchParams;
  errors: ReadonlyMap<string, string>;
  /** Told apart by it where a page has several such forms. */
  id?: string;
}

export const roles = ["agent", "manager", "admin"] as const;

export function inviteFields(words: PeopleTexts, view: View): Html {
  return html`${textField(view, { name: "email", label: words.email, kind: "email" })}
${textField(view, { name: "name", label: words.name, hint: words.nameHelp, maxLength: 80 })}
${roleField(words, view)}`;
}

/** What an admin changes of a member; of oneself all but the role. */
export function memberFields(words: PeopleTexts, view: View, { isMe }: { isMe: boolean }): Html {
  return html`${textField(view, { name: "name", label: words.name, hint: words.nameHelp, maxLength: 80 })}
${textField(view, { name: "callsAs", label: words.callsAs, hint: words.callsAsHelp, maxLength: 120 })}
${
  isMe
    ? html`<input type="hidden" name="role" value="admin"><p class="quiet">${words.ownRole}</p>`
    : roleField(words, view)
}`;
}

function roleField(words: PeopleTexts, view: View): Html {
  const choices = roles.map((role): [string, string] => [
    role,
    `${words.roles[role]} · ${words.rolesHelp[role]}`,
  ]);
  return selectField(view, { name: "role", label: words.role, choices });
}
