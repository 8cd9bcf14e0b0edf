import type { Ignored, IgnoredReason } from "../../events/domain-value.ts";
import { isRecord, type JsonRecord } from "./as-record.ts";
import { show } from "./show.ts";

/** Content that changes or marks another message (fact sheet 1.5 and Baileys' WAProto). */
const marks: [name: string, reason: IgnoredReason][] = [
  ["reactionMessage", "reaction"],
  ["encReactionMessage", "reaction"],
  ["pollUpdateMessage", "poll_vote"],
  ["pinInChatMessage", "protocol"],
  ["keepInChatMessage", "protocol"],
];

/** Baileys prints the type as a number, other protobuf printers as its name; revoke is 0, so it is falsy. */
const protocolTypes = new Map<unknown, IgnoredReason>([
  [0, "deletion"],
  ["0", "deletion"],
  ["REVOKE", "deletion"],
  [14, "edit"],
  ["14", "edit"],
  ["MESSAGE_EDIT", "edit"],
]);

/** Why this content answers nobody, or null when it may. */
export function notAReply(content: JsonRecord, edited: boolean): Ignored | null {
  const protocol = content.protocolMessage;
  if (isRecord(protocol)) {
    const edit = edited || isRecord(protocol.editedMessage);
    const reason = protocolTypes.get(protocol.type) ?? (edit ? "edit" : "protocol");
    return { type: "ignored", reason, detail: `protocolMessage ${show(protocol.type)}` };
  }
  if (edited) return { type: "ignored", reason: "edit" };
  const mark = marks.find(([name]) => isRecord(content[name]));
  return mark === undefined ? null : { type: "ignored", reason: mark[1], detail: mark[0] };
}
