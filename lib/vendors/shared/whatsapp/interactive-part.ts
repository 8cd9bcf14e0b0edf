import type { ButtonsContent, ListContent } from "../../../model/content.ts";
import { fields, type Part } from "./fields.ts";

/** What a text of a message to tap on may be long, in characters (docs, interactive reply buttons and lists). */
type Limits = readonly (readonly [what: string, texts: readonly (string | undefined)[], most: number])[];

/** Buttons or a list (docs, interactive messages): what is beyond their limits Meta refuses with 131009, and without saying where. */
export function interactivePart(content: ButtonsContent | ListContent): Part {
  const problem = content.interactive === "buttons" ? buttonsProblem(content) : listProblem(content);
  if (problem !== null) return { problem };
  const { header, body, footer } = content;
  const said = {
    ...(header && { header: { type: "text", text: header } }),
    body: { text: body },
    ...(footer && { footer: { text: footer } }),
  };
  if (content.interactive === "list") {
    const { button, sections } = content;
    return fields("interactive", { type: "list", ...said, action: { button, sections } });
  }
  const buttons = content.buttons.map(({ id, title }) => ({ type: "reply", reply: { id, title } }));
  return fields("interactive", { type: "button", ...said, action: { buttons } });
}

function buttonsProblem({ header, body, footer, buttons }: ButtonsContent): string | null {
  if (buttons.length === 0 || buttons.length > 3) return "WhatsApp takes between 1 and 3 buttons.";
  return (
    tooLong([
      ["text", [body], 1024],
      ["header", [header], 60],
      ["footer", [footer], 60],
      ["button", buttons.map(({ title }) => title), 20],
      ["button's id", buttons.map(({ id }) => id), 256],
    ]) ?? notUnique("buttons", buttons)
  );
}

function listProblem({ header, body, footer, button, sections }: ListContent): string | null {
  const rows = sections.flatMap((section) => section.rows);
  if (rows.length === 0 || rows.length > 10) return "WhatsApp takes between 1 and 10 rows in a list.";
  if (sections.length > 1 && sections.some(({ title }) => !title)) {
    return "Each section of a list with several needs a title.";
  }
  return (
    tooLong([
      ["text", [body], 4096],
      ["header", [header], 60],
      ["footer", [footer], 60],
      ["button", [button], 20],
      ["section", sections.map(({ title }) => title), 24],
      ["row", rows.map(({ title }) => title), 24],
      ["row's description", rows.map(({ description }) => description), 72],
      ["row's id", rows.map(({ id }) => id), 200],
    ]) ?? notUnique("rows", rows)
  );
}

function tooLong(limits: Limits): string | null {
  for (const [what, texts, most] of limits) {
    // What may be left out is undefined.
    if (texts.some((text) => text === "")) return `A ${what} is empty.`;
    if (texts.some((text) => text && text.length > most))
      return `A ${what} has more than ${most} characters.`;
  }
  return null;
}

function notUnique(what: string, all: { id: string; title: string }[]): string | null {
  const isTwice = new Set(all.map(({ id }) => id)).size < all.length;
  return isTwice ? `Two ${what} have one id: nobody could tell which was tapped.` : null;
}
