import type { Choice } from "../world/chat-message.ts";
import { badParameter } from "./graph-error.ts";
import { type Loose, type MessageContent, words } from "./parse-message.ts";

const MOST_BUTTONS = 3;
const MOST_ROWS = 10;

/** `interactive{…}` with its limits (docs, reply buttons and lists); of other kinds only the words are shown. */
export function interactiveContent(own: Loose): MessageContent {
  const text = [own.header?.text, own.body?.text, own.footer?.text].filter(Boolean).join("\n");
  switch (own.type) {
    case "button":
      words(own.body?.text, "interactive['body']['text']", 1024);
      return { kind: "text", text, choices: buttons(own.action) };
    case "list":
      words(own.body?.text, "interactive['body']['text']", 4096);
      words(own.action?.button, "interactive['action']['button']", 20);
      return { kind: "text", text, choices: rows(own.action) };
    default:
      return { kind: "text", text: text || `(${own.type})` };
  }
}

function buttons(action: Loose | undefined): Choice[] {
  const list = (action?.buttons ?? []) as Loose[];
  if (list.length < 1 || list.length > MOST_BUTTONS) {
    throw badParameter(`Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: ${MOST_BUTTONS}`);
  }
  return distinct(
    list.map(({ reply }) => ({
      id: words(reply?.id, "button['id']", 256),
      title: words(reply?.title, "button['title']", 20),
      from: "button" as const,
    })),
  );
}

function rows(action: Loose | undefined): Choice[] {
  const sections = (action?.sections ?? []) as Loose[];
  const list = sections.flatMap((section) => (section.rows ?? []) as Loose[]);
  if (list.length < 1 || list.length > MOST_ROWS) {
    throw badParameter(`Total row count exceed max allowed count: ${MOST_ROWS}`);
  }
  if (sections.length > 1) for (const section of sections) words(section.title, "section['title']", 24);
  return distinct(
    list.map((row) => ({
      id: words(row.id, "row['id']", 200),
      title: words(row.title, "row['title']", 24),
      ...(row.description && { description: words(row.description, "row['description']", 72) }),
      from: "list" as const,
    })),
  );
}

function distinct(choices: Choice[]): Choice[] {
  if (new Set(choices.map(({ id }) => id)).size < choices.length) throw badParameter("Duplicated ids.");
  return choices;
}
