import type { ComposerParts, Draft } from "./composer-parts.ts";

/** What the page's address fills the box with: a message that was taken back, or a ready answer. */
export function draftOf({ query = {}, thread }: Pick<ComposerParts, "query" | "thread">): Draft | null {
  const { again, answer } = query;
  const text =
    (again && thread.messages.find(({ id }) => String(id) === again)?.body) ||
    (answer && thread.composer.answers.find(({ shortcut }) => shortcut === answer)?.body);
  return text ? { text } : null;
}
