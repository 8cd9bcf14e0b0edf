import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { ignoredChat } from "./ignored-chat.ts";
import { isPhoneServer } from "./jid-phone.ts";
import { type Address, readAddress } from "./read-address.ts";

/**
 * Whether it swipes on something outside of this chat: our status, a group's message answered in private.
 * `contextInfo.remoteJid` stands only there (Baileys, generateWAMessageFromContent), and may be this chat's other address.
 */
export function answersElsewhere(contextInfo: JsonRecord, fields: JsonRecord): boolean {
  const quoted = typeof contextInfo.remoteJid === "string" ? contextInfo.remoteJid.trim() : "";
  if (quoted === "") return false;
  if (ignoredChat(quoted) !== null) return true;
  const other = readAddress(quoted);
  if (other === null) return false;
  const own = [fields.remoteJid, fields.remoteJidAlt, fields.senderPn, fields.senderLid].map(readAddress);
  const comparable = own.filter((address) => address !== null && space(address) === space(other));
  return comparable.length > 0 && comparable.every((address) => asRecord(address).digits !== other.digits);
}

function space(address: Address): "lid" | "phone" | "other" {
  if (address.server === "lid" || address.server === "hosted.lid") return "lid";
  return address.plus || isPhoneServer(address.server) ? "phone" : "other";
}
