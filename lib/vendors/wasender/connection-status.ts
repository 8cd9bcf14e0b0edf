import { type ConnectionStatus, connectionStatuses } from "../../model/codes.ts";

/** Wasender's word for its session (docs, webhook-session-status), or null for one that we do not know. */
export function connectionStatus(value: unknown): ConnectionStatus | null {
  if (typeof value !== "string") return null;
  const word = value.trim().toLowerCase();
  return connectionStatuses.find((status) => status === word) ?? null;
}
