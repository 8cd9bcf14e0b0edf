import type { MessageKind } from "../../model/domain-value.ts";

/** What content of one name is: its kind, and how strongly it shows that the bill arrived. */
export interface ContentKind {
  kind: MessageKind;
  evidence: "reply" | "attachment";
}

const reply = (kind: MessageKind): ContentKind => ({ kind, evidence: "reply" });
const file = (kind: MessageKind): ContentKind => ({ kind, evidence: "attachment" });

/**
 * All that is a person's answer, by its name in WhatsApp's protobuf (WAProto, `Message`); what is not here proves nothing.
 * Looked for in this order: a printer that keeps protobuf defaults adds an empty `conversation` to a photo.
 */
export const contentKinds = new Map<string, ContentKind>(
  Object.entries({
    imageMessage: file("image"),
    videoMessage: file("video"),
    ptvMessage: file("video"),
    audioMessage: reply("audio"),
    documentMessage: file("document"),
    stickerMessage: reply("sticker"),
    locationMessage: reply("location"),
    liveLocationMessage: reply("location"),
    contactMessage: reply("contact"),
    contactsArrayMessage: reply("contact"),
    pollCreationMessage: reply("poll"),
    pollCreationMessageV2: reply("poll"),
    pollCreationMessageV3: reply("poll"),
    pollCreationMessageV4: reply("poll"),
    pollCreationMessageV5: reply("poll"),
    pollUpdateMessage: reply("poll"),
    buttonsResponseMessage: reply("text"),
    templateButtonReplyMessage: reply("text"),
    listResponseMessage: reply("text"),
    interactiveResponseMessage: reply("text"),
    extendedTextMessage: reply("text"),
  } satisfies Record<string, ContentKind>),
);

/** By nobody's hand: keys, settings, and announcements of messages that come under ids of their own. */
export const notices = new Set([
  "messageContextInfo",
  "senderKeyDistributionMessage",
  "fastRatchetKeySenderKeyDistributionMessage",
  "messageHistoryBundle",
  "messageHistoryNotice",
  "stickerSyncRmrMessage",
  "limitSharingMessage",
  "statusNotificationMessage",
  "groupStatusMentionMessage",
  "chat",
]);

/** The names of a call in a chat; the last is spelled so in the protobuf. */
export const callNames = new Set([
  "call",
  "bcallMessage",
  "scheduledCallCreationMessage",
  "callLogMesssage",
  "callLogMessage",
]);
