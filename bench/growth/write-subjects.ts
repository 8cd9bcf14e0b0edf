import { prepareEffects } from "../../lib/inbox/prepare-effects.ts";
import type { DomainValue } from "../../lib/model/domain-value.ts";
import { parseCloudtalk } from "../../lib/vendors/cloudtalk/parse-cloudtalk.ts";
import { parseWasender } from "../../lib/vendors/wasender/parse-wasender.ts";
import { endedCall, inbound } from "../../test/support/calls.ts";
import type { Facts } from "./side.ts";
import type { Subject } from "./subject.ts";

const asSent = (body: object) => ({
  contentType: "application/json",
  rawBody: new TextEncoder().encode(JSON.stringify(body)),
});
const cloudtalk = (body: object): Read => ({
  source: "cloudtalk",
  body,
  values: parseCloudtalk({ kind: "workflow", ...asSent(body), defaultCountry: "IT" }).delivery.values,
});
const wasender = (body: object): Read => ({
  source: "wasender",
  body,
  values: parseWasender(asSent(body)).delivery.values,
});

interface Read {
  source: "cloudtalk" | "wasender";
  body: object;
  values: DomainValue[];
}

/** The two parameters of record_delivery, as the product makes them of a vendor's body. */
export function deliveryParameters({ source, body, values }: Read): string[] {
  const delivery = {
    workspace: "default",
    source,
    eventType: "benchmark",
    requestId: crypto.randomUUID(),
    contentType: "application/json",
    headers: { "content-type": "application/json" },
    body,
    rawBody: null,
    elapsedMs: 1,
    rejected: null,
  };
  return [JSON.stringify(delivery), JSON.stringify(prepareEffects(values, []))];
}

const deliver = (name: string, read: (n: number, facts: Facts) => Read): Subject => ({
  name: `record_delivery: ${name}`,
  as: "service",
  statement: "select public.record_delivery($1::text::jsonb, $2::text::jsonb) as answer",
  parameters: (facts, n) => deliveryParameters(read(n, facts)),
});

/** Digits of the n-th contact of the last two weeks. */
const recent = (n: number) => `39348${String(1 + (n % 200)).padStart(7, "0")}`;
const chat = (digits: string) => ({ remoteJid: `${digits}@s.whatsapp.net` });
const call = (n: number) => cloudtalk(endedCall(n));
const reply = (n: number) =>
  wasender(
    inbound(n, "Buongiorno, le mando la bolletta stasera.", {
      id: `BENCHREPLY${n}`,
      key: { ...chat(recent(n)), cleanedSenderPn: recent(n) },
    }),
  );

/** An echo as messages.upsert brings it. */
export const echo = (id: string, digits: string, text: string): Read =>
  wasender({
    event: "messages.upsert",
    data: { messages: [{ key: { id, fromMe: true, ...chat(digits) }, message: { conversation: text } }] },
  });

/** What webhooks record. */
export const deliverySubjects: Subject[] = [
  deliver("a call", call),
  deliver("the same call again", call),
  deliver("a call of a known contact", (n) =>
    cloudtalk(endedCall(1_000_000 + n, { external_number: recent(n) })),
  ),
  deliver("a reply", reply),
  deliver("the same reply again", reply),
  deliver("a status", (n, { unread }) =>
    wasender({
      event: "messages.update",
      data: { key: { id: unread[n % unread.length], fromMe: true }, update: { status: 4 } },
    }),
  ),
  deliver("an echo of what was typed", (n) => echo(`BENCHECHO${n}`, recent(n), "Grazie a lei.")),
  deliver("nothing of interest", () => ({
    source: "wasender",
    body: { event: "messages.received" },
    values: [{ type: "ignored", reason: "group" }],
  })),
];

/** What the clock asks each minute. */
export const clockSubjects: Subject[] = [
  { name: "tick", as: "service", statement: "select public.tick() as answer", parameters: () => [] },
  {
    name: "take_reconciliations",
    as: "service",
    statement: `select public.take_reconciliations('{"calls": true, "logs": [], "identities": []}') as answer`,
    parameters: () => [],
    arrange: "update reconcile_passes set next_at = null",
  },
  { name: "watch", as: "service", statement: "select public.watch(true) as answer", parameters: () => [] },
];

/** One message on its way out. Settle, bind and echo are about the message that the claim handed out. */
export const sendSubjects = {
  claim: {
    name: "claim_messages",
    as: "service",
    statement: "select public.claim_messages($1::text::uuid, 0) as answer",
    parameters: ({ channel }) => [channel],
    arrange: "update channels set next_slot_at = null",
  },
  settle: {
    name: "settle_messages",
    as: "service",
    statement: "select public.settle_messages($1::text::uuid, $2::text::jsonb) as answer",
    parameters: () => [],
  },
  bind: {
    name: "bind_message",
    as: "service",
    statement: "select public.bind_message($1::text::bigint, $2::text::jsonb) as answer",
    parameters: () => [],
  },
  echo: {
    name: "record_delivery: an echo of what we sent",
    as: "service",
    statement: "select public.record_delivery($1::text::jsonb, $2::text::jsonb) as answer",
    parameters: () => [],
  },
} satisfies Record<string, Subject>;
