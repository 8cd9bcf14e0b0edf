import type { Content, LocationContent, SharedContact } from "../../../model/content.ts";
import { fields, type Part } from "./fields.ts";
import { interactivePart } from "./interactive-part.ts";
import { mediaPart } from "./media-part.ts";
import { templatePart } from "./template-part.ts";

const longestText = 4096;

/** What of a message says what it is (docs, send messages). */
export function contentPart(content: Content): Part {
  switch (content.kind) {
    case "text": {
      if (content.text.length > longestText) return { problem: "WhatsApp takes texts of 4,096 characters." };
      return fields("text", { preview_url: content.preview ?? false, body: content.text });
    }
    case "template":
      return templatePart(content);
    case "media":
      return mediaPart(content);
    case "interactive":
      return interactivePart(content);
    case "reaction":
      // An empty one takes back what was there (docs, reaction messages).
      return fields("reaction", { message_id: content.on, emoji: content.emoji ?? "" });
    case "location":
      return locationPart(content);
    case "contacts":
      return contactsPart(content.contacts);
    default:
      return { problem: "WhatsApp has no message of this kind." };
  }
}

function locationPart({ latitude, longitude, name, address }: LocationContent): Part {
  return fields("location", { latitude, longitude, ...(name && { name }), ...(address && { address }) });
}

function contactsPart(contacts: SharedContact[]): Part {
  if (contacts.length === 0) return { problem: "There is no contact in it." };
  const cards = contacts.map(({ name, phones }) => ({
    name: { formatted_name: name, first_name: name },
    phones: phones.map((phone) => ({ phone, wa_id: phone.replace(/^\+/, "") })),
  }));
  return fields("contacts", cards);
}
