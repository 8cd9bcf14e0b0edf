import type { Content, Outgoing, TemplateContent } from "../../model/content.ts";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { contentPart } from "../shared/whatsapp/content-part.ts";
import type { Part } from "../shared/whatsapp/fields.ts";
import type { CunnektOptions } from "./create-cunnekt-provider.ts";

export type Style = "documented" | "messages";

/** Two addresses, as Cunnekt's documents have them: templates are older (docs, Postman collection; docs, reply message). */
const usual: Record<Style, Record<"template" | "reply", { base: string; path: string }>> = {
  documented: {
    template: { base: "https://app2.cunnekt.com/v1", path: "/sendnotification" },
    reply: { base: "https://app.cunnekt.com/api/v1/whatsapp", path: "/replymessage" },
  },
  messages: {
    template: { base: "https://app2.cunnekt.com/v1", path: "/messages/template" },
    reply: { base: "https://app2.cunnekt.com/v1", path: "/messages" },
  },
};

export interface Call {
  base: string;
  path: string;
  body: JsonRecord;
}

/** The one call that sends a message to `to`, E.164, or in one sentence why Cunnekt would not take it. */
export function callOf(
  to: string,
  message: Omit<Outgoing, "to">,
  options: CunnektOptions,
): Call | { problem: string } {
  const { content } = message;
  const isTemplate = content.kind === "template";
  const { base, path } = usual[options.style][isTemplate ? "template" : "reply"];
  // Numbers are digits, with the country's code (docs, Postman collection).
  const made = bodyOf(to.replace(/^\+/, ""), message, options.style);
  if ("problem" in made) return made;
  const own = isTemplate ? options.templatePath : options.replyPath;
  return { base: options.baseUrl ?? base, path: own ?? path, body: made.fields };
}

function bodyOf(digits: string, { content, quoted }: Omit<Outgoing, "to">, style: Style): Part {
  if (style === "messages") return plainBody(digits, content);
  if (content.kind === "template") return notification(digits, content);
  const part = replyPart(content);
  if ("problem" in part) return part;
  const context = quoted === undefined ? {} : { context: { message_id: quoted } };
  const head = { messaging_product: "whatsapp", recipient_type: "individual", to: digits, ...context };
  return { fields: { ...head, ...part.fields } };
}

/** `{mobile, templateid, template?: {components}}` (docs, Postman collection). `template` is left out where nothing varies. */
function notification(mobile: string, content: TemplateContent): Part {
  const part = contentPart(content);
  if ("problem" in part) return part;
  const { components } = asRecord(part.fields.template);
  const filled = components !== undefined && { template: { components } };
  return { fields: { mobile, templateid: content.id ?? content.name, ...filled } };
}

/** What `replymessage` takes is Meta's, of some kinds; a file by its address alone (docs, reply message). */
function replyPart(content: Content): Part {
  if (content.kind === "media" && content.media.url && content.media.kind !== "sticker") {
    const { id: _, ...media } = content.media;
    return contentPart({ ...content, media });
  }
  return content.kind === "text" || content.kind === "interactive"
    ? contentPart(content)
    : unknownKind(content);
}

/** Calls that an older system was written for; what they take beside these is not known. */
function plainBody(phone: string, content: Content): Part {
  if (content.kind === "text") return { fields: { phone, message: content.text, type: "text" } };
  if (content.kind !== "template") return unknownKind(content);
  const { id, name, parameters } = content;
  return { fields: { phone, templateName: id ?? name, parameters } };
}

function unknownKind({ kind }: Content): Part {
  return { problem: `This number cannot send messages of the kind "${kind}".` };
}
