import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { View } from "../home/view.ts";
import type { Html } from "../shell/format.ts";
import { en } from "./texts-en.ts";
import { it } from "./texts-it.ts";

const words = { it, en };

/** What a message is for; nothing on a follow-up and on what a customer writes. */
export function purposeChip(
  { t, language }: Pick<View, "t" | "language">,
  { purpose }: Pick<MessageView, "purpose">,
): Html | null {
  const word = purpose === "typed" ? t.messages.typed : wordFor(words[language], purpose);
  return word ? html`<span class="chip faint">${word}</span>` : null;
}
