import { readAddress } from "./read-address.ts";
import type { MessageKey } from "./read-key.ts";

/**
 * A message that somebody sent to a broadcast list which we are on: the chat's address is the list's, and the person stands
 * in `participant`. Null for every other message.
 */
export function fromListMember(key: MessageKey): MessageKey | null {
  const { remoteJid, fromMe, fields } = key;
  if (fromMe || !/^\d+@broadcast$/i.test(remoteJid ?? "")) return null;
  const participant = typeof fields.participant === "string" ? fields.participant.trim() : "";
  if (readAddress(participant) === null) return null;
  return { ...key, remoteJid: participant, fields: { ...fields, remoteJid: participant } };
}
