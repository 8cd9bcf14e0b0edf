import { createHash } from "node:crypto";
import type { ChatMessage } from "../world/chat-message.ts";

/** `message` of a webhook: what WhatsApp carries for each kind of bubble. */
export function messageContent(message: ChatMessage, contextInfo?: Record<string, unknown>) {
  const context = contextInfo ? { contextInfo } : {};
  switch (message.kind) {
    case "text":
      if (message.from === "customer" && !contextInfo) return { conversation: message.text };
      return { extendedTextMessage: { text: message.text, ...context } };
    case "photo":
      return {
        imageMessage: {
          ...encryptedFile(message.id, "t62.7118-24", "image/jpeg", 231_004),
          ...(message.text ? { caption: message.text } : {}),
          height: 1600,
          width: 1200,
          ...context,
        },
      };
    case "pdf":
      return {
        documentMessage: {
          ...encryptedFile(message.id, "t62.7119-24", "application/pdf", 184_320),
          title: message.fileName,
          fileName: message.fileName,
          pageCount: 3,
          ...(message.text ? { caption: message.text } : {}),
          ...context,
        },
      };
    case "voice":
      return {
        audioMessage: {
          ...encryptedFile(message.id, "t62.7117-24", "audio/ogg; codecs=opus", 20_480),
          seconds: 9,
          ptt: true,
          ...context,
        },
      };
  }
}

/** Nothing to decrypt behind it: the address and the keys only look like the real ones. */
function encryptedFile(seed: string, store: string, mimetype: string, bytes: number) {
  const key = (use: string) => createHash("sha256").update(`${use} ${seed}`).digest("base64");
  const directPath = `/v/${store}/${seed}.enc`;
  return {
    url: `https://mmg.whatsapp.net${directPath}`,
    mimetype,
    fileSha256: key("plain"),
    fileEncSha256: key("encrypted"),
    fileLength: String(bytes),
    mediaKey: key("media"),
    directPath,
  };
}
