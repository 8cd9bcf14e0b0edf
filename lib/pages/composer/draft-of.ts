import type { ComposerParts, Draft } from "./composer-parts.ts";
import { readQuoted } from "./quoting-view.ts";

/** What the page's address fills the box with: a message that was taken back, or a ready answer; and what it answers. */
export function draftOf({ query = {}, thread }: Pick<ComposerParts, "query" | "thread">): Draft | null {
  const { again, answer, quote } = query;
  const text =
    (again && thread.messages.find(({ id }) => String(id) === again)?.body) ||
    (answer && thread.composer.answers.find(({ shortcut }) => shortcut === answer)?.body);
  const quoted = readQuoted(quote);
  return text || quoted ? { text: text || "", quoted } : null;
}
