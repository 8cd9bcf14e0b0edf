import type { Content, Outgoing, TemplateContent } from "../../model/content.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import type { CunnektOptions } from "./create-cunnekt-provider.ts";

export type Style = "documented" | "messages";
type Part = "template" | "reply";

/** Two addresses, as Cunnekt's documents have them: templates are older (docs, Postman collection; docs, reply message). */
const usual: Record<Style, Record<Part, { base: string; path: string }>> = {
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

/** The one call that sends a message, or null for what Cunnekt does not take. Numbers are digits, with the country's code. */
export function callOf(to: string, message: Omit<Outgoing, "to">, options: CunnektOptions): Call | null {
  const { content } = message;
  const part: Part = content.kind === "template" ? "template" : "reply";
  const { base, path } = usual[options.style][part];
  const body = bodyOf(to.replace(/^\+/, ""), message, options.style);
  const own = part === "template" ? options.templatePath : options.replyPath;
  return body && { base: options.baseUrl ?? base, path: own ?? path, body };
}

function bodyOf(digits: string, { content, quoted }: Omit<Outgoing, "to">, style: Style): JsonRecord | null {
  if (style === "messages") return plainBody(digits, content);
  if (content.kind === "template") return notification(digits, content);
  const part = replyPart(content);
  if (part === null) return null;
  const context = quoted === undefined ? {} : { context: { message_id: quoted } };
  return { messaging_product: "whatsapp", recipient_type: "individual", to: digits, ...context, ...part };
}

/** `{mobile, templateid, template?: {components}}` (docs, Postman collection). `template` is left out where nothing varies. */
function notification(mobile: string, content: TemplateContent): JsonRecord {
  const body = { type: "body", parameters: bodyParameters(content) };
  const components = content.components ?? (body.parameters.length > 0 ? [body] : []);
  return {
    mobile,
    templateid: content.id ?? content.name,
    ...(components.length > 0 && { template: { components } }),
  };
}

function bodyParameters({ named, parameters }: TemplateContent): JsonRecord[] {
  return named
    ? Object.entries(named).map(([name, text]) => ({ type: "text", parameter_name: name, text }))
    : parameters.map((text) => ({ type: "text", text }));
}

/** What `replymessage` takes is Meta's (docs, reply message). */
function replyPart(content: Content): JsonRecord | null {
  if (content.kind === "text") return { type: "text", text: { preview_url: false, body: content.text } };
  if (content.kind !== "media") return null;
  const { kind, url, fileName } = content.media;
  const caption = content.caption || undefined;
  if (!kind || !url || kind === "sticker" || (kind === "audio" && caption)) return null;
  const name = kind === "document" ? { filename: fileName || "file" } : {};
  return { type: kind, [kind]: { link: url, ...(caption && { caption }), ...name } };
}

/** Calls that an older system of ours was written for. */
function plainBody(phone: string, content: Content): JsonRecord | null {
  if (content.kind === "text") return { phone, message: content.text, type: "text" };
  if (content.kind !== "template") return null;
  return { phone, templateName: content.id ?? content.name, parameters: content.parameters };
}
