import { asRecord, type JsonRecord } from "../shared/as-record.ts";

/** Where a message belongs. `fields` holds the key, filled up from beside it. */
export interface MessageKey {
  /** WhatsApp's own id. */
  id: string | null;
  /** Wasender's numeric id, as text: it is another thing than WhatsApp's (docs, get-message-info). */
  msgId: string | null;
  fromMe: boolean;
  remoteJid: string | null;
  fields: JsonRecord;
}

/** Reads `element.key`, or the same fields lying flat beside it (Wasender's setup page shows both). */
export function readKey(element: JsonRecord): MessageKey {
  const nested = asRecord(element.key);
  const fields: JsonRecord = { ...element };
  for (const [name, value] of Object.entries(nested)) {
    if (value !== null && value !== undefined) fields[name] = value;
  }
  return {
    id: asId(nested.id) ?? asId(element.id),
    msgId: asNumericId(fields.msgId),
    fromMe: [true, "true", 1, "1"].includes(fields.fromMe as never),
    remoteJid: typeof fields.remoteJid === "string" ? fields.remoteJid.trim() : null,
    fields,
  };
}

export function asNumericId(value: unknown): string | null {
  const id = asId(value);
  return id !== null && /^\d+$/.test(id) ? id : null;
}

export function asId(value: unknown): string | null {
  if (Number.isSafeInteger(value)) return String(value);
  if (typeof value !== "string") return null;
  const id = value.trim();
  // WhatsApp's own ids are 16 to 40 characters; an index row holds 2,704 bytes.
  return id !== "" && id.length <= 200 ? id : null;
}
