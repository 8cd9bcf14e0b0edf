import type { IgnoredReason } from "../../model/codes.ts";

/** Chats that are no conversation with one customer (fact sheet 1.5), by the end of their `remoteJid`. */
const servers: [suffix: string, reason: IgnoredReason][] = [
  ["@g.us", "group"],
  ["status@broadcast", "status_story"],
  ["@newsletter", "newsletter"],
  ["@broadcast", "broadcast"],
  ["@bot", "bot"],
];

/** Meta AI's own number, on whichever server (Baileys, jid-utils). */
const metaAi = /^\+?13135550002(?:[_:@]|$)/;

export function ignoredChat(remoteJid: string | null): IgnoredReason | null {
  const jid = remoteJid?.toLowerCase() ?? "";
  if (metaAi.test(jid)) return "bot";
  return servers.find(([suffix]) => jid.endsWith(suffix))?.[1] ?? null;
}
