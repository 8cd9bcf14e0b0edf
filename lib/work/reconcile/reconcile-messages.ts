import type { FoundMessage } from "../../model/domain-value.ts";
import type { SentLog } from "../../model/provider.ts";
import { providersOf } from "../../outbox/providers-of.ts";
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
  const providers = await providersOf(services, messages);
  const found = ({ channel }: UnboundMessage, body: unknown, value: Omit<FoundMessage, "type">) =>
    recordFinding(services, {
      source: providers.get(channel)!.name,
      channel,
      eventType: "reconcile.message",
      body,
      value: { type: "found_message", ...value },
    }).then(note);

  const due = messages.filter(({ isRival }) => !isRival);
  for (const one of due) {
    const { message, channel, providerMessageId } = one;
    if (providerMessageId === null || performance.now() > deadline) continue;
    const info = await providers.get(channel)!.messageInfo(providerMessageId);
    if (info.kind === "not_yet") continue;
    const { whatsappId, status, chat } = info;
    const errorText = status === "failed" ? "WhatsApp reports an error." : null;
    await found(one, info, { message, providerMessageId, whatsappId, status, errorText, lid: chat.lid });
  }

  // Each channel's log knows what left from it.
  let failure: PassEnd = {};
  for (const [channel, { sentLog }] of providers) {
    const here = messages.filter((one) => one.channel === channel);
    const uncertain = here.filter((one) => !one.isRival && one.providerMessageId === null);
    if (uncertain.length === 0 || !sentLog) continue;
    const began = uncertain.flatMap(({ attempts }) => attempts).map((time) => Date.parse(time));
    const rows = await readSentRows(sentLog, new Date(Math.min(...began) - 60_000), deadline);
    if (!Array.isArray(rows)) {
      failure = { error: failureOf(rows) };
      continue;
    }
    const rivals = here.filter(({ isRival }) => isRival);
    for (const { message, row, attempts } of matchSentLog([...uncertain, ...rivals], rows)) {
      await found(message, row, {
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
  }
  return failure;
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
