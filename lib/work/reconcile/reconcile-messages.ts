import type { FoundMessage } from "../../model/domain-value.ts";
import type { SentLog } from "../../model/provider.ts";
import type { Services } from "../../services.ts";
import { matchSentLog } from "./match-sent-log.ts";
import { readSentRows } from "./read-sent-rows.ts";
import type { PassEnd, UnboundMessage } from "./reconcile-store.ts";
import { type Note, recordFinding } from "./record-finding.ts";

/** A log's words for how far a message got; anything else says nothing. */
const statusOf: Record<string, FoundMessage["status"]> = {
  sent: "sent",
  in_progress: "accepted",
  failed: "failed",
};

/**
 * Looks up sends of which nobody told us more: by the provider's id, else in the provider's log of sends. No request begins
 * after `deadline` (of `performance.now()`): whoever has no turn has another later.
 */
export async function reconcileMessages(
  services: Services,
  messages: UnboundMessage[],
  note: Note,
  deadline: number,
): Promise<PassEnd> {
  const found = (body: unknown, value: Omit<FoundMessage, "type">) =>
    recordFinding(services, {
      source: services.provider.name,
      eventType: "reconcile.message",
      body,
      value: { type: "found_message", ...value },
    }).then(note);

  const due = messages.filter(({ isRival }) => !isRival);
  for (const { message, providerMessageId } of due) {
    if (providerMessageId === null || performance.now() > deadline) continue;
    const info = await services.provider.messageInfo(providerMessageId);
    if (info.kind === "not_yet") continue;
    const { whatsappId, status, chat } = info;
    const errorText = status === "failed" ? "WhatsApp reports an error." : null;
    await found(info, { message, providerMessageId, whatsappId, status, errorText, lid: chat.lid });
  }

  const uncertain = due.filter(({ providerMessageId }) => providerMessageId === null);
  if (uncertain.length === 0 || !services.provider.sentLog) return {};
  const began = uncertain.flatMap(({ attempts }) => attempts).map((time) => Date.parse(time));
  const rows = await readSentRows(services.provider.sentLog, new Date(Math.min(...began) - 60_000), deadline);
  if (!Array.isArray(rows)) return { error: failureOf(rows) };
  const rivals = messages.filter(({ isRival }) => isRival);
  for (const { message, row, attempts } of matchSentLog([...uncertain, ...rivals], rows)) {
    await found(row, {
      message: message.message,
      providerMessageId: row.id,
      whatsappId: null,
      status: statusOf[row.status]!,
      errorText: row.failedReason,
      lid: null,
      loggedAt: row.createdAt,
      attempts,
    });
  }
  return {};
}

function failureOf({ reason, message, httpStatus }: Extract<SentLog, { kind: "failed" }>): PassEnd["error"] {
  const code =
    httpStatus === 429
      ? "rate_limited"
      : reason === "refused"
        ? "unauthorized"
        : reason === "timeout"
          ? "unreachable"
          : reason;
  return { code, message, waitMs: null };
}
