import type { DomainValue } from "../../model/domain-value.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { connectionStatus } from "./connection-status.ts";
import { show } from "./show.ts";

/** `{status}`; the older help page adds `session_id` (Wasender docs, webhook-session-status). */
export function readSessionStatus(item: JsonRecord): DomainValue {
  const status = connectionStatus(item.status);
  if (status !== null) return { type: "channel_status", status };
  return { type: "ignored", reason: "unknown_status", detail: show(item.status) };
}
