import { asRecord, isRecord, type JsonRecord } from "../shared/as-record.ts";

/** Each holds `.message` (WAProto, FutureProofMessage; Baileys takes off only some), the last one in messages from a linked device. */
const wrappers = [
  "ephemeralMessage",
  "viewOnceMessage",
  "viewOnceMessageV2",
  "viewOnceMessageV2Extension",
  "documentWithCaptionMessage",
  "lottieStickerMessage",
  "associatedChildMessage",
  "groupMentionedMessage",
  "groupStatusMessage",
  "groupStatusMessageV2",
  "botInvokeMessage",
  "botForwardedMessage",
  "questionMessage",
  "questionReplyMessage",
  "editedMessage",
  "deviceSentMessage",
];
const maxDepth = 8;

/** The innermost content, and whether an `editedMessage` was on the way: then it is no new message. */
export function unwrapContent(message: unknown): { content: JsonRecord; edited: boolean } {
  let content = typeof message === "string" ? { conversation: message } : asRecord(message);
  let edited = false;
  for (let depth = 0; depth < maxDepth; depth++) {
    const wrapper = wrappers.find((name) => isRecord(content[name])) ?? poll(content);
    if (wrapper === undefined) break;
    edited ||= wrapper === "editedMessage";
    content = asRecord(asRecord(content[wrapper]).message);
  }
  return { content, edited };
}

/** Its fourth version is a wrapper, by the protobuf; printers that know no better show the poll itself. */
function poll(content: JsonRecord): string | undefined {
  return isRecord(asRecord(content.pollCreationMessageV4).message) ? "pollCreationMessageV4" : undefined;
}
