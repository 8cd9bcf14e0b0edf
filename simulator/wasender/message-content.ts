import { createHash } from "node:crypto";
import { type ChatFile, voiceSeconds } from "../world/chat-file.ts";
import type { ChatMessage } from "../world/chat-message.ts";

/** `message` of a webhook: what WhatsApp carries for each kind of bubble. */
export function messageContent(
  message: ChatMessage,
  file: ChatFile | undefined,
  contextInfo?: Record<string, unknown>,
) {
  const context = contextInfo ? { contextInfo } : {};
  const encrypted = (store: string, type: string) =>
    encryptedFile(message.id, store, file?.type ?? type, file?.bytes.length ?? 0);
  switch (message.kind) {
    case "text":
      if (message.from === "customer" && !contextInfo) return { conversation: message.text };
      return { extendedTextMessage: { text: message.text, ...context } };
    case "photo":
      return {
        imageMessage: {
          ...encrypted("t62.7118-24", "image/jpeg"),
          ...(message.text ? { caption: message.text } : {}),
          height: 640,
          width: 480,
          ...context,
        },
      };
    case "video":
      return {
        videoMessage: {
          ...encrypted("t62.7161-24", "video/mp4"),
          ...(message.text ? { caption: message.text } : {}),
          seconds: 2,
          ...context,
        },
      };
    case "pdf":
      return {
        documentMessage: {
          ...encrypted("t62.7119-24", "application/pdf"),
          title: message.fileName,
          fileName: message.fileName,
          pageCount: 1,
          ...(message.text ? { caption: message.text } : {}),
          ...context,
        },
      };
    case "voice":
      return {
        audioMessage: {
          ...encrypted("t62.7117-24", "audio/ogg; codecs=opus"),
          seconds: voiceSeconds,
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
