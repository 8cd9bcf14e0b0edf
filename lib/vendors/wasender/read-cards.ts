import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";

const mostCards = 20;
const mostNumbers = 10;

/** Who stands on the contact cards of a message, one a line: "Figlio: +39 333 1234567, 02 1234567". Null without cards. */
export function readCards(content: JsonRecord): string | null {
  const several = asRecord(content.contactsArrayMessage).contacts;
  const cards = [content.contactMessage, ...(Array.isArray(several) ? several.slice(0, mostCards) : [])];
  const lines = cards.map((card) => line(asRecord(card))).filter((one) => one !== null);
  return lines.length > 0 ? lines.join("\n") : null;
}

/** Properties of RFC 6350; Apple puts `item1.` before them. */
function line(card: JsonRecord): string | null {
  const vcard = asText(card.vcard)?.slice(0, 20_000) ?? "";
  const found = (name: string) =>
    [...vcard.matchAll(new RegExp(`^(?:[\\w-]+\\.)?${name}(?:;[^:\\r\\n]*)?:(.*)$`, "gim"))]
      .map((match) => match[1]!.replace(/^tel:/i, "").trim())
      .filter((value) => value !== "");
  const name = asText(card.displayName) ?? found("FN")[0] ?? null;
  const numbers = [...new Set(found("TEL"))].slice(0, mostNumbers).map((number) => number.slice(0, 40));
  const parts = [name?.trim().slice(0, 200), numbers.join(", ")].filter(Boolean);
  return parts.length > 0 ? parts.join(": ") : null;
}
