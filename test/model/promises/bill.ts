import { Broken, type Step } from "../act.ts";
import { attemptsOf, type Model, mayHaveArrived, type Reply } from "../model.ts";
import { customerOf, customerOfCall } from "../people.ts";
import type { MessageRow, Rows } from "../rows.ts";

const strength = (evidence: string | null) =>
  ({ reply: 1, attachment: 2, confirmed: 3 })[evidence ?? ""] ?? 0;

/** How long before its webhook a call of the model began, ms: two minutes of talk, five of wrap-up (app.began_at). */
const callLasts = 7 * 60_000;

/**
 * The flag `electricity_bill_received`. Set when a reply came after an ask that may have reached the customer (the
 * quoted one, else all of theirs), or a file while an ask still waited; with it, the calls that the ask covers.
 * Never taken back. The model says when it must be set, and when it may.
 */
export function bill(m: Model, { before, after }: Step): void {
  for (const call of after.calls) {
    const old = before.calls.find(({ id }) => id === call.id);
    if (old && strength(call.evidence) < strength(old.evidence))
      throw new Broken("bill", `call ${call.name} fell from ${old.evidence} to ${call.evidence}`);
    if (strength(call.evidence) > strength(old?.evidence ?? null) && !mayBeFlagged(m, call.id, before, after))
      throw new Broken("bill", `call ${call.name} is flagged ${call.evidence}, and nobody answered its ask`);
  }
  for (const reply of m.replies) {
    if (reply.judged || !(reply.by === "phone" || m.linked.has(reply.customer))) continue;
    reply.judged = true;
    for (const call of answeredBy(m, reply, before, after)) {
      const now = after.calls.find(({ id }) => id === call)!;
      if (strength(now.evidence) < strength(reply.evidence))
        throw new Broken("bill", `call ${now.name} was answered by ${reply.whatsappId}, and is not flagged`);
    }
  }
}

function answeredBy(m: Model, reply: Reply, rows: Rows, after: Rows): number[] {
  const asks = rows.messages.filter((row) => isAskOf(row, reply.customer) && row.call !== null);
  // Who can quote it has it, whatever we were told of it.
  const quoted = asks.filter((row) => reply.quoted !== null && row.whatsappId === reply.quoted);
  const reachedThem = asks.filter((row) => !failsNow(row, after) && reached(m, row, reply));
  const calls = (quoted.length > 0 ? quoted : reachedThem).map(({ call }) => call!);
  return rows.calls
    .filter(({ id, coveredBy }) => calls.includes(id) || calls.includes(coveredBy!))
    .map(({ id }) => id);
}

const isAskOf = (row: MessageRow, customer: number) =>
  row.purpose === "follow_up" && customerOf(row.recipient!) === customer;

/** A failure that the provider told speaks for whatever left; the refusal of one send only for that one. */
const reached = (m: Model, row: MessageRow, reply: Reply): boolean =>
  !(row.status === "failed" && row.code === "provider_failed") &&
  attemptsOf(m, row.id).some((a) => a.step < reply.heard.step && mayHaveArrived(a));

/** The binding that tells whose LID wrote may tell in the same breath that the ask failed. */
const failsNow = (row: MessageRow, after: Rows) =>
  row.status !== "failed" && after.messages.some(({ id, status }) => id === row.id && status === "failed");

function mayBeFlagged(m: Model, call: number, before: Rows, after: Rows): boolean {
  const covering = [
    call,
    ...[before, after].map(({ calls }) => calls.find(({ id }) => id === call)?.coveredBy),
  ];
  const rows = [...before.messages, ...after.messages].filter(
    (row) => row.purpose === "follow_up" && row.call !== null && covering.includes(row.call),
  );
  const { code, name } = after.calls.find(({ id }) => id === call)!;
  // Learned of late: the file came between the call's end and now.
  const isLate = (reply: Reply) =>
    reply.evidence === "attachment" && reply.customer === customerOfCall(name!);
  if (code === "bill_received" && m.replies.some(isLate)) return true;
  return rows.some((row) =>
    m.replies.some(
      (reply) =>
        customerOf(row.recipient!) === reply.customer &&
        // A person's word that it arrived counts, whatever a late worker says.
        (m.resolvedSent.has(row.id) ||
          attemptsOf(m, row.id).some((a) => a.claimedAt <= reply.heard.at && a.known !== "not_sent") ||
          (reply.evidence === "attachment" && row.createdAt - callLasts <= reply.heard.at)),
    ),
  );
}
