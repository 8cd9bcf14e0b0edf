import type { IgnoredReason } from "../../model/codes.ts";
import type { Ignored } from "../../model/domain-value.ts";
import { isRecord, type JsonRecord } from "../shared/as-record.ts";
import { isNotice } from "./read-content.ts";
import { show } from "./show.ts";

/** Content that only marks another message (fact sheet 1.5 and Baileys' WAProto). */
const marks: [name: string, reason: IgnoredReason][] = [
  ["reactionMessage", "reaction"],
  ["encReactionMessage", "reaction"],
  ["pinInChatMessage", "protocol"],
  ["keepInChatMessage", "protocol"],
];

/** Why this content is nobody's message, or null when it is. */
export function notAReply(content: JsonRecord, edited: boolean): Ignored | null {
  const protocol = content.protocolMessage;
  if (isRecord(protocol)) {
    return { type: "ignored", reason: "protocol", detail: `protocolMessage ${show(protocol.type)}` };
  }
  if (edited) return { type: "ignored", reason: "edit" };
  const mark = marks.find(([name]) => isRecord(content[name]));
  if (mark !== undefined) return { type: "ignored", reason: mark[1], detail: mark[0] };
  return isNotice(content) ? { type: "ignored", reason: "protocol", detail: nameOf(content) } : null;
}

function nameOf(content: JsonRecord): string {
  const names = Object.keys(content).filter((name) => isRecord(content[name]));
  return names.find((name) => name !== "messageContextInfo") ?? "messageContextInfo";
}
