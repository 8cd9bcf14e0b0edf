import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { listOf } from "../list-of.ts";
import { phoneOf } from "./read-person.ts";

/**
 * The writer's own number, where they gave it because we asked (docs, request contact information): `origin` stands in the message, or
 * in the card. A card of theirs without it is somebody else's, and so is one with two numbers.
 */
export function ownNumber(message: JsonRecord): string | null {
  if (message.type !== "contacts") return null;
  const cards = listOf(message.contacts).filter(
    (card) => (asText(card.origin) ?? asText(message.origin)) === "contact_request",
  );
  const numbers = new Set(cards.flatMap(numbersOn));
  return numbers.size === 1 ? [...numbers][0]! : null;
}

function numbersOn(card: JsonRecord): string[] {
  const listed = listOf(card.phones).map(
    (phone) => phoneOf(asText(phone.wa_id)) ?? phoneOf(bare(asText(phone.phone))),
  );
  const told = listed.filter((number) => number !== null);
  return told.length > 0 ? told : onVcard(asText(card.vcard) ?? asText(asRecord(card.vcard).text) ?? "");
}

/** `TEL;type=CELL;waid=393331234567:+39 333 123 4567` */
function onVcard(vcard: string): string[] {
  return vcard
    .split(/\r?\n/)
    .filter((line) => /^(item\d+\.)?TEL\b/i.test(line))
    .map((line) => phoneOf(/waid=(\d+)/i.exec(line)?.[1] ?? bare(line.split(":").at(-1) ?? null)))
    .filter((number) => number !== null);
}

function bare(number: string | null): string | null {
  return number?.replace(/[\s().-]+/g, "") ?? null;
}
