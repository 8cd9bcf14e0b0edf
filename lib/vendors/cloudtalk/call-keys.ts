import { createHash } from "node:crypto";
import type { CallEnded } from "../../model/domain-value.ts";
import { canonicalJson } from "./canonical-json.ts";

type Known = Pick<
  CallEnded,
  | "callId"
  | "callUuid"
  | "phone"
  | "startedAt"
  | "answeredAt"
  | "endedAt"
  | "agentId"
  | "agentEmail"
  | "agentName"
>;

/**
 * What makes two bodies the same call, strongest first. Recording Uploaded carries an id and no uuid, and a
 * template may leave out both: one public project lost every call that way (`undefined` for all of them).
 */
export function callKeys(call: Known, body: unknown): string[] {
  const keys: string[] = [];
  if (call.callId !== null) keys.push(`id:${call.callId}`);
  if (call.callUuid !== null) keys.push(`uuid:${call.callUuid}`);
  if (keys.length > 0) return keys;

  const start = call.startedAt ?? call.answeredAt;
  if (start === null && call.endedAt === null) return [`content:${sha256(canonicalJson(body))}`];
  const agent = call.agentId ?? call.agentEmail ?? call.agentName;
  const number = call.phone.e164 ?? call.phone.raw;
  return [`time:${sha256([number, start, call.endedAt, agent].map((part) => part ?? "").join("|"))}`];
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
