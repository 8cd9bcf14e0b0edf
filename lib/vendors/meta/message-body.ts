import type { Content, Outgoing } from "../../model/content.ts";
import type { JsonRecord } from "../shared/as-record.ts";

/** The body of `POST /{phone-number-id}/messages` (docs, send messages), or null for a kind that is not sent yet. */
export function messageBody({ to, content, reference }: Outgoing): JsonRecord | null {
  const own = ownPart(content);
  // Said again in each status of the message.
  const name = reference === undefined ? {} : { biz_opaque_callback_data: reference };
  return own && { messaging_product: "whatsapp", recipient_type: "individual", to, ...own, ...name };
}

function ownPart(content: Content): JsonRecord | null {
  if (content.kind === "text") {
    return { type: "text", text: { preview_url: false, body: content.text } };
  }
  if (content.kind !== "template") return null;
  const { name, language, parameters } = content;
  const body = { type: "body", parameters: parameters.map((text) => ({ type: "text", text })) };
  const components = content.components ?? (parameters.length > 0 ? [body] : []);
  return { type: "template", template: { name, language: { code: language }, components } };
}
