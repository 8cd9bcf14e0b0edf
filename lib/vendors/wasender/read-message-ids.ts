import { isRecord, type JsonRecord } from "../shared/as-record.ts";
import { asNumericId, readKey } from "./read-key.ts";

/**
 * The ids a status carries. Some code sees `msgId` beside the key; the older help page's flat
 * `{id, to, status}` has Wasender's numeric id where WhatsApp's would stand.
 */
export function readMessageIds(item: JsonRecord): {
  whatsappId: string | null;
  providerMessageId: string | null;
} {
  const key = readKey(item);
  const flatId = isRecord(item.key) ? null : asNumericId(item.id);
  return { whatsappId: flatId === null ? key.id : null, providerMessageId: key.msgId ?? flatId };
}
