import { onTestFinished } from "vitest";
import { endedCall, type Kit, kit, phone } from "../support/kit.ts";

const at = (n: number) => new Date(Date.parse("2026-11-21T08:00:00Z") + n * 1000).toISOString();

async function staged() {
  const k = await kit();
  onTestFinished(() => k.product.close());
  return k;
}

const values = (count: number, over: (n: number) => object) =>
  Array.from({ length: count }, (_, n) => ({
    type: "inbound_message",
    whatsappId: `3EB0HEAVY${n}`,
    chat: { phone: phone(1), lid: null },
    kind: "text",
    text: "Buongiorno, la mando stasera",
    evidence: "reply",
    consentKeys: [],
    providerTimestamp: at(n),
    ...over(n),
  }));

const delivery = { workspace: "default", source: "wasender" };

/** They were asked, and have it, before they wrote all that. */
async function asked({ ct, sql }: Kit) {
  await ct(endedCall(1));
  await sql`update whatsapp_messages set status = 'delivered', send_began_at = ${at(-60)} where purpose = 'follow_up'`;
}

/** Pages of the database that one delivery of so many messages of one person touches, each as often as it does. */
export async function pagesRead(
  count: number,
  over: (n: number) => object,
  isAsked = false,
  hasWindow = false,
): Promise<number> {
  const k = await staged();
  const { sql } = k;
  if (hasWindow) await sql`update channels set capabilities = '{"windowHours": 24}'`;
  if (isAsked) await asked(k);
  const [row] = await sql.unsafe<[{ "QUERY PLAN": [{ Plan: Record<string, number> }] }]>(
    "explain (analyze, buffers, format json) select public.record_delivery($1::jsonb, $2::jsonb)",
    [delivery, values(count, over)] as never,
  );
  const { Plan } = row["QUERY PLAN"][0];
  return Plan["Shared Hit Blocks"]! + Plan["Shared Read Blocks"]!;
}

/** What became of such a delivery, and how many messages are there since. */
export async function deliveredOnce(count: number) {
  const { sql, rpc } = await staged();
  const { outcome } = await rpc("record_delivery", { delivery, effects: values(count, () => ({})) });
  const [{ messages }] = await sql<[{ messages: number }]>`
    select count(*)::integer as messages from whatsapp_messages where direction = 'in'`;
  return { outcome, messages };
}
