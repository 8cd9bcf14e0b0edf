import type { FoundMessage } from "../events/domain-value.ts";
import type { SentLog } from "../providers/provider.ts";
import type { Services } from "../services.ts";
import { matchSentLog } from "./match-sent-log.ts";
import { readSentRows } from "./read-sent-rows.ts";
import type { PassEnd, UnboundMessage } from "./reconcile-store.ts";
import { type Note, recordFinding } from "./record-finding.ts";

/** Wasender's words for how far a message got; anything else says nothing. */
const statusOf: Record<string, FoundMessage["status"]> = {
  sent: "sent",
  in_progress: "accepted",
  failed: "failed",
};

/** For looking up by id, ms: whoever has no turn has another in some hours. */
const budgetMs = 10_000;

/** Looks up sends of which nobody told us more: by the provider's id, else in the provider's log of sends. */
export async function reconcileMessages(
  services: Services,
  messages: UnboundMessage[],
  note: Note,
): Promise<PassEnd> {
  const found = (body: unknown, value: Omit<FoundMessage, "type">) =>
    recordFinding(services, {
      source: "wasender",
      eventType: "reconcile.message",
      body,
      value: { type: "found_message", ...value },
    }).then(note);

  const deadline = performance.now() + budgetMs;
  for (const { message, providerMessageId } of messages) {
    if (providerMessageId === null || performance.now() > deadline) continue;
    const info = await services.provider.messageInfo(providerMessageId);
    if (info.kind === "not_yet") continue;
    const { whatsappId, status, chat } = info;
    const errorText = status === "failed" ? "WhatsApp reports an error." : null;
    await found(info, { message, providerMessageId, whatsappId, status, errorText, lid: chat.lid });
  }

  const uncertain = messages.filter(({ providerMessageId }) => providerMessageId === null);
  if (uncertain.length === 0 || !services.provider.sentLog) return {};
  const began = uncertain.flatMap(({ attempts }) => attempts).map((time) => Date.parse(time));
  const rows = await readSentRows(services.provider.sentLog, new Date(Math.min(...began) - 60_000));
  if (!Array.isArray(rows)) return { error: failureOf(rows) };
  for (const { message, row } of matchSentLog(uncertain, rows)) {
    const status = Object.hasOwn(statusOf, row.status) ? statusOf[row.status]! : null;
    if (status === null) continue;
    await found(row, {
      message: message.message,
      providerMessageId: row.id,
      whatsappId: null,
      status,
      errorText: row.failedReason,
      lid: null,
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
