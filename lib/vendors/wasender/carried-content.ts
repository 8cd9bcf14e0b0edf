import { asRecord, isRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";

const files = ["documentMessage", "imageMessage", "videoMessage"];

/** What a template, a message with buttons or a card carries: its file, if it has one, and its words. */
export interface Carried {
  name: string | null;
  body: JsonRecord;
  text: string | null;
}

/** Null for content that is none of these; businesses and their programs send them (WAProto). */
export function carriedContent(content: JsonRecord): Carried | null {
  const parts = partsOf(content);
  if (parts.length === 0) return null;
  for (const part of parts) {
    const name = files.find((file) => isRecord(part[file]));
    if (name !== undefined) return { name, body: asRecord(part[name]), text: wordsOf(parts) };
  }
  return { name: null, body: {}, text: wordsOf(parts) };
}

function partsOf(content: JsonRecord): JsonRecord[] {
  const template = asRecord(content.templateMessage);
  const interactive = [content.interactiveMessage, template.interactiveMessageTemplate].flatMap(cardParts);
  const structured = asRecord(asRecord(content.highlyStructuredMessage).hydratedHsm);
  const rows = [template, structured].flatMap((one) => [
    one.hydratedTemplate,
    one.hydratedFourRowTemplate,
    one.fourRowTemplate,
  ]);
  return [...rows, content.buttonsMessage, content.listMessage, ...interactive].filter(isRecord);
}

/** Of a card: its head and its words; a carousel's cards are cards. */
function cardParts(card: unknown): unknown[] {
  if (!isRecord(card)) return [];
  const cards = asRecord(card.carouselMessage).cards;
  const inner = Array.isArray(cards) ? cards.slice(0, 10).flatMap((one) => cardParts(withoutCards(one))) : [];
  return [card.header, card.body, ...inner];
}

function withoutCards(card: unknown): JsonRecord {
  return { ...asRecord(card), carouselMessage: null };
}

function wordsOf(parts: JsonRecord[]): string | null {
  const names = ["hydratedContentText", "contentText", "text", "description", "title"];
  for (const name of names) {
    const text = parts.map((part) => asText(part[name])).find((one) => one !== null);
    if (text !== undefined) return text;
  }
  return null;
}
