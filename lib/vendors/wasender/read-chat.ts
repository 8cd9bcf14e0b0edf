import type { Chat } from "../../model/domain-value.ts";
import { readPhone } from "../../model/phone.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { isPhoneServer, jidPhone } from "./jid-phone.ts";
import { type Address, readAddress } from "./read-address.ts";

/**
 * Who the message was exchanged with, in the order of fact sheet 1.5. In an echo the `sender…` fields
 * are our own number: there the other party is `remoteJid`, or Baileys' second address `remoteJidAlt`.
 *
 * `cleanedSenderPn` is the docs' spelling, `cleanSenderPn` the SDK's. It can be null, nonsense or the
 * LID's own digits, and `senderPn` can be a LID (seen in public code). Cutting `@lid` off made phantom
 * contacts elsewhere, so digits are no phone that are a LID of this message, and bare ones only if they are a valid number.
 */
export function readChat(fields: JsonRecord, fromMe: boolean): Chat {
  const remote = readAddress(fields.remoteJid);
  const others = [fields.remoteJidAlt, ...(fromMe ? [] : [fields.participantAlt])].map(readAddress);
  const sender = fromMe ? null : readAddress(fields.senderPn);
  const senderLid = fromMe ? null : readAddress(fields.senderLid);
  const cleaned = fromMe ? [] : [fields.cleanedSenderPn, fields.cleanSenderPn].map(readAddress);

  const lids = [...[remote, senderLid, sender, ...others].filter(isLid), ...[senderLid].filter(isBare)];
  const phones = [
    ...cleaned.filter((a) => isBare(a) || isPhone(a)),
    ...[sender, remote, ...others].filter(isPhone),
  ];
  const numbers = phones
    .filter(({ digits }) => lids.every((lid) => lid.digits !== digits))
    .map((address) => (isBare(address) ? readPhone(`+${address.digits}`, "IT").e164 : jidPhone(address)));
  const username = readUsername(fields.remoteJidUsername) ?? readUsername(fields.username);
  const bsuid = readUserId(fields.remoteJid) ?? readUserId(fields.remoteJidAlt);
  return {
    phone: numbers.find((e164) => e164 !== null) ?? null,
    lid: lids[0] ? `${lids[0].digits}@lid` : null,
    ...(username && { username }),
    ...(bsuid && { bsuid }),
  };
}

/** Whether anything tells whose it is. */
export function isSomebody(chat: Chat): boolean {
  return chat.phone !== null || chat.lid !== null || Boolean(chat.username) || Boolean(chat.bsuid);
}

/** Country code, a dot, up to 128 letters and digits (`Chat.bsuid`). A server may follow. */
function readUserId(value: unknown): string | null {
  const match =
    typeof value === "string" ? /^([A-Z]{2}\.[A-Za-z0-9]{8,128})(?:@[a-z.]+)?$/.exec(value.trim()) : null;
  return match?.[1] ?? null;
}

/** Baileys lifts it onto the key (WAMessageKey in its Types/Message.ts); Wasender's docs do not name it, and may pass it on. */
function readUsername(value: unknown): string | null {
  const name = typeof value === "string" ? value.trim().replace(/^@/, "").toLowerCase() : "";
  return /^[a-z0-9][a-z0-9._]{2,29}$/.test(name) ? name : null;
}

function isLid(address: Address | null): address is Address {
  return address?.server === "lid" || address?.server === "hosted.lid";
}

/** `+E.164` stands where a JID should in the docs' message.sent. */
function isPhone(address: Address | null): address is Address {
  return address !== null && (isPhoneServer(address.server) || address.plus);
}

function isBare(address: Address | null): address is Address {
  return address !== null && address.server === null && !address.plus;
}
