import type { Simulation } from "../simulation.ts";
import type { ChatFile } from "../world/chat-file.ts";
import type { ChatMessage, Choice } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { OWN_NUMBERS } from "../world/line.ts";
import { graphId } from "./account.ts";
import { metadata } from "./emit-graph.ts";
import { mediaLink, sha256 } from "./media.ts";
import { contactOf, senderOf } from "./person.ts";

/** The value of one item of `messages[]`, with who sent it beside it (docs, webhooks, messages). */
export function inboundValue(sim: Simulation, customer: Customer, message: object) {
  return {
    messaging_product: "whatsapp",
    metadata: metadata(),
    contacts: [contactOf(customer)],
    messages: [{ ...senderOf(customer), timestamp: String(Math.floor(sim.world.now() / 1000)), ...message }],
  };
}

/** A bubble as Meta tells of it. */
export function messageItem(
  sim: Simulation,
  message: ChatMessage,
  file: ChatFile | null,
  tap: Choice | null,
) {
  const context = message.quotes
    ? { context: { from: OWN_NUMBERS[message.line].phone.slice(1), id: message.quotes } }
    : {};
  return { id: message.id, ...context, ...content(sim, message, file, tap) };
}

function content(sim: Simulation, message: ChatMessage, file: ChatFile | null, tap: Choice | null): object {
  if (tap) return tapped(tap);
  const caption = message.text ? { caption: message.text } : {};
  const own = file && fileFields(sim, message, file);
  switch (message.kind) {
    case "text":
      return { type: "text", text: { body: message.text } };
    case "photo":
      return { type: "image", image: { ...caption, ...own } };
    case "video":
      return { type: "video", video: { ...caption, ...own } };
    case "pdf":
      return { type: "document", document: { filename: message.fileName, ...caption, ...own } };
    case "voice":
      return { type: "audio", audio: { ...own, mime_type: "audio/ogg; codecs=opus", voice: true } };
  }
}

function tapped({ id, title, description, from }: Choice): object {
  if (from === "template") return { type: "button", button: { payload: id, text: title } };
  const kind = from === "list" ? "list_reply" : "button_reply";
  const reply = { id, title, ...(description && { description }) };
  return { type: "interactive", interactive: { type: kind, [kind]: reply } };
}

/** An id for seven days, and a first link for five minutes. Over Cunnekt the link is open to whoever has it. */
function fileFields(sim: Simulation, message: ChatMessage, file: ChatFile) {
  const id = graphId();
  const common = { mime_type: file.type, sha256: sha256(file, "base64"), id };
  if (message.line !== "meta") {
    return { ...common, url: `${sim.settings.ownUrl}/files/${encodeURIComponent(message.id)}` };
  }
  sim.world.meta.media.set(id, file);
  return { ...common, url: mediaLink(sim, id) };
}
