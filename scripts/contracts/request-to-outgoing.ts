import type { Content, Outgoing, SentMediaKind, SharedContact } from "../../lib/model/content.ts";

// biome-ignore lint/suspicious/noExplicitAny: published bodies of every shape.
export type Published = any;

export type Translated = { outgoing: Outgoing } | { read: { id: string; typing: boolean } } | { why: string };

const mediaKinds: readonly string[] = ["image", "video", "audio", "document", "sticker"];

/** Interactive kinds that the product does not send, and why. */
const leftOut: Record<string, string> = {
  flow: "opens a form that is kept at Meta (Flows): what we ask is asked in words",
  product: "shows a product of a catalogue: nothing is sold here",
  product_list: "shows products of a catalogue: nothing is sold here",
  catalog_message: "shows a catalogue: nothing is sold here",
  order_details: "asks for a payment: nothing is sold here",
  order_status: "tells of an order: nothing is sold here",
};

/** A published request as what our outbox would hand to the provider for it; or why it would not. */
export function requestToOutgoing(request: Published): Translated {
  if (request.status === "read") {
    return { read: { id: request.message_id, typing: request.typing_indicator !== undefined } };
  }
  const content = contentOf(request);
  if ("why" in content) return content;
  const quoted = request.context?.message_id;
  const person = request.to === undefined ? { to: null, recipient: request.recipient } : { to: request.to };
  return { outgoing: { ...person, content: content.content, ...(quoted && { quoted }) } };
}

function contentOf(request: Published): { content: Content } | { why: string } {
  // Some of the examples name no type: what they carry tells.
  const type: string = request.type ?? (request.interactive ? "interactive" : "text");
  const own = request[type];
  if (mediaKinds.includes(type)) return { content: mediaContent(type as SentMediaKind, own) };
  switch (type) {
    case "text":
      return { content: { kind: "text", text: own.body, preview: own.preview_url === true } };
    case "reaction":
      return { content: { kind: "reaction", on: own.message_id, emoji: own.emoji || null } };
    case "location":
      return { content: { kind: "location", ...own } };
    case "contacts":
      return contactsContent(own);
    case "template":
      return {
        content: {
          kind: "template",
          name: own.name,
          language: own.language.code,
          parameters: [],
          ...(own.components && { components: own.components }),
        },
      };
    case "interactive":
      return interactiveContent(own);
    default:
      return { why: `has the type ${type}` };
  }
}

function mediaContent(kind: SentMediaKind, own: Published): Content {
  const media = {
    kind,
    ...(own.id ? { id: own.id } : { url: own.link }),
    ...(own.filename && { fileName: own.filename }),
  };
  return { kind: "media", media, ...(own.caption && { caption: own.caption }) };
}

function contactsContent(cards: Published[]): { content: Content } | { why: string } {
  const contacts: SharedContact[] = [];
  for (const { name, phones, ...more } of cards) {
    if (Object.keys(more).length > 0) {
      return { why: `a card with ${Object.keys(more).join(", ")}: we share a name and its numbers` };
    }
    contacts.push({
      name: name.formatted_name,
      phones: (phones ?? []).map(({ phone }: Published) => phone),
    });
  }
  return { content: { kind: "contacts", contacts } };
}

function interactiveContent(own: Published): { content: Content } | { why: string } {
  const words = {
    ...(own.header?.text && { header: own.header.text }),
    body: own.body?.text,
    ...(own.footer?.text && { footer: own.footer.text }),
  };
  if (own.type === "button") {
    const buttons = own.action.buttons.map(({ reply }: Published) => reply);
    return { content: { kind: "interactive", interactive: "buttons", ...words, buttons } };
  }
  if (own.type === "list") {
    const { button, sections } = own.action;
    return { content: { kind: "interactive", interactive: "list", ...words, button, sections } };
  }
  return { why: leftOut[own.type] ?? `has the interactive type ${own.type}` };
}
