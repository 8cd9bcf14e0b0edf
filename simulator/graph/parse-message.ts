import { z } from "zod";
import type { ChatKind, Choice } from "../world/chat-message.ts";
import type { World } from "../world/world.ts";
import { badParameter, GraphError } from "./graph-error.ts";
import { interactiveContent } from "./interactive-content.ts";
import { fillTemplate } from "./templates/fill-template.ts";
import type { Template } from "./templates/template.ts";

export interface FileSource {
  id?: string;
  link?: string;
}

/** A message as the phone will show it, whichever of Meta's kinds it is. */
export interface MetaMessage {
  to: string | null;
  /** A business-scoped id; `to` wins where both are given (docs, send messages). */
  recipient: string | null;
  kind: ChatKind;
  text: string;
  fileName: string | null;
  file: FileSource | null;
  quotes: string | null;
  choices: Choice[];
  reaction: { on: string; emoji: string } | null;
  template: Template | null;
  callback: string | null;
}

export type MessageContent = Pick<MetaMessage, "kind" | "text"> &
  Partial<Pick<MetaMessage, "fileName" | "file" | "choices" | "reaction" | "template">>;

// biome-ignore lint/suspicious/noExplicitAny: Meta's bodies are of fifty shapes; each is looked at where it is used.
export type Loose = Record<string, any>;

const common = z.object({
  messaging_product: z.literal("whatsapp"),
  to: z.string().trim().min(1).optional(),
  recipient: z.string().trim().min(1).optional(),
  type: z.string().optional(),
  context: z.object({ message_id: z.string() }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});

const FILES: Record<string, { kind: ChatKind; caption: boolean }> = {
  image: { kind: "photo", caption: true },
  sticker: { kind: "photo", caption: false },
  video: { kind: "video", caption: true },
  document: { kind: "pdf", caption: true },
  audio: { kind: "voice", caption: false },
};

/** The body of `POST /{phone-number-id}/messages` (docs, send messages); throws GraphError. */
export function parseMessage(world: World, input: unknown): MetaMessage {
  const parsed = common.safeParse(input);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? "messaging_product");
    throw new GraphError(100, `The parameter ${field} is required.`);
  }
  const { to = null, recipient = null, context, biz_opaque_callback_data: callback = null } = parsed.data;
  // Some of Meta's own examples leave it out.
  const type = parsed.data.type ?? ((input as Loose).interactive ? "interactive" : "text");
  if (to === null && recipient === null) throw new GraphError(100, "The parameter to is required.");
  const content = contentOf(world, type, (input as Loose)[type]);
  return {
    fileName: null,
    file: null,
    choices: [],
    reaction: null,
    template: null,
    ...content,
    to,
    recipient: to === null ? recipient : null,
    quotes: context?.message_id ?? null,
    callback,
  };
}

function contentOf(world: World, type: string, own: Loose | undefined): MessageContent {
  if (own === undefined || own === null) throw new GraphError(100, `The parameter ${type} is required.`);
  const file = FILES[type];
  if (file) return fileContent(type, file, own);
  switch (type) {
    case "text":
      return { kind: "text", text: words(own.body, "text['body']", 4096) };
    case "template":
      return fillTemplate(world, own);
    case "interactive":
      return interactiveContent(own);
    case "reaction": {
      const reaction = { on: String(own.message_id ?? ""), emoji: String(own.emoji ?? "") };
      return { kind: "text", text: "", reaction };
    }
    case "location":
      return {
        kind: "text",
        text: `📍 ${[own.name, own.address].filter(Boolean).join(", ") || `${own.latitude}, ${own.longitude}`}`,
      };
    case "contacts": {
      const cards = Array.isArray(own) ? (own as Loose[]) : [];
      return { kind: "text", text: `👤 ${cards.map((card) => card.name?.formatted_name ?? "?").join(", ")}` };
    }
    default:
      throw new GraphError(
        100,
        `Param type must be one of {AUDIO, CONTACTS, DOCUMENT, IMAGE, …} - got "${type}".`,
      );
  }
}

function fileContent(type: string, { kind, caption }: (typeof FILES)[string], own: Loose): MessageContent {
  const { id, link } = own as FileSource;
  if (typeof id !== "string" && typeof link !== "string") {
    throw badParameter(`One of ${type}['id'] and ${type}['link'] is required.`);
  }
  if (own.caption !== undefined && !caption)
    throw badParameter(`Unexpected key "caption" on param "${type}".`);
  const text = own.caption === undefined ? "" : words(own.caption, `${type}['caption']`, 1024);
  return { kind, text, fileName: own.filename ?? null, file: id === undefined ? { link } : { id } };
}

export function words(value: unknown, name: string, longest: number): string {
  if (typeof value !== "string" || value.trim() === "")
    throw new GraphError(100, `The parameter ${name} is required.`);
  if (value.length > longest) throw badParameter(`Param ${name} must be at most ${longest} characters long.`);
  return value;
}
