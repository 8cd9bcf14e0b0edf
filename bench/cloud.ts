import postgres from "postgres";
import { webhookApp } from "../lib/doors/webhook-app.ts";
import { dispatch } from "../lib/outbox/dispatch.ts";
import { createServices } from "../lib/services.ts";
import { listen } from "../test/support/listen.ts";
import type { Seen } from "./cloud/graph.ts";
import { addFollowUps } from "./support/add-follow-ups.ts";
import type { BenchServer } from "./support/bench-server.ts";
import { startChild } from "./support/child.ts";
import { fillQueues } from "./support/fill-queues.ts";
import { percentile } from "./support/percentile.ts";
import { startGateway } from "./support/start-gateway.ts";
import type { Part } from "./table.ts";

const perSecond = 80;
const seconds = 60;
const sends = perSecond * seconds;
const number = "100000000000001";
const secret = "app-secret-of-the-benchmark";
const goals = { used: 0.98, replyMs: 250 };

/** A number of the Cloud API at its full pace for a minute, while what became of each message comes back. */
export async function cloud(server: BenchServer): Promise<Part> {
  const name = "bench_cloud";
  const url = await server.createDatabase(name);
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const gateway = await startGateway(url);
  const graph = await startChild<{ url: string }>(new URL("./cloud/graph.ts", import.meta.url), {
    BENCH_APP_SECRET: secret,
    BENCH_NUMBER: number,
  });
  const services = createServices({
    SUPABASE_URL: gateway.url,
    SUPABASE_PUBLISHABLE_KEY: gateway.keys.publishableKey,
    SUPABASE_SECRET_KEY: gateway.keys.secretKey,
    META_GRAPH_URL: graph.ready.url,
    META_WHATSAPP_ACCESS_TOKEN: "token-of-the-benchmark",
    META_WHATSAPP_PHONE_NUMBER_ID: number,
    META_WHATSAPP_APP_SECRET: secret,
    META_WHATSAPP_VERIFY_TOKEN: "verify-token-of-the-benchmark",
  });
  const door = await listen(webhookApp(() => ({ ...services, background: () => {} })));
  try {
    await graph.ask(`hook ${door.url}/api/whatsapp/webhooks/meta`);
    const [channel] = await fillQueues(sql, 1, 0);
    const { capabilities } = services.channelVendors.find((vendor) => vendor.name === "meta")!.numbers;
    // Templates would be what leaves first: here the window is open, as the pace is what is measured.
    await sql`update channels set vendor = 'meta', account = ${number}, max_in_flight = ${capabilities.maxInFlight},
      capabilities = ${sql.json({ ...capabilities, windowHours: null } as never)}`;
    await addFollowUps(sql, [channel!], sends);
    await sql`
      insert into contact_identities (workspace_id, kind, value, contact_id)
      select workspace_id, 'phone', recipient, contact_id from whatsapp_messages where status = 'queued'`;
    await sql`vacuum analyze`;
    await dispatch(services, channel!, { mayWait: true });
    const seen = await graph.ask<Seen>("seen");
    return report(seen, await outcomes(sql));
  } finally {
    await door.close();
    await graph.stop();
    await gateway.stop();
    await sql.end({ timeout: 1 });
    await server.dropDatabase(name);
  }
}

interface Outcomes {
  read: number;
  flagged: number;
  doubled: number;
}

async function outcomes(sql: postgres.Sql): Promise<Outcomes> {
  const [row] = await sql<[Outcomes]>`
    select count(*) filter (where status = 'read')::integer as read,
      count(*) filter (where exists (select from asks a where a.id = ask_id and a.evidence is not null))::integer as flagged,
      count(*) filter (where attempt > 1)::integer as doubled
    from whatsapp_messages where direction = 'out' and whatsapp_message_id like 'wamid.BENCH%'`;
  return row;
}

function report(seen: Seen, { read, flagged, doubled }: Outcomes): Part {
  const { arrivals } = seen;
  const tookMs = arrivals.at(-1)! - arrivals[0]!;
  const rate = ((arrivals.length - 1) / tookMs) * 1000;
  const used = rate / perSecond;
  const most = Math.max(...arrivals.map((from, first) => withinSecond(arrivals, from, first)));
  const p99 = percentile(seen.replyMs, 0.99);
  const replies = seen.replyMs.length;
  const row = (
    what: string,
    ours: string,
    against: string,
    ratio: number | null,
    goal: string,
    met: boolean,
  ) => ({
    what,
    ours,
    against,
    ratio,
    goal,
    met,
  });
  return {
    title: "The Cloud API at 80 a second",
    rows: [
      row(
        `${arrivals.length} sends: pace`,
        `${rate.toFixed(1)} a second`,
        `${perSecond} a second`,
        used,
        `≥ ${goals.used}`,
        used >= goals.used,
      ),
      row(
        "most in any second, at the provider",
        String(most),
        String(perSecond),
        most / perSecond,
        "≤ 1",
        most <= perSecond,
      ),
      row(
        "sent, delivered, read: kept",
        `${read} read`,
        `${sends}, ${seen.statuses} statuses`,
        read / sends,
        "1",
        read === sends,
      ),
      row(
        "each once",
        `${seen.people} people`,
        `${sends}`,
        seen.people / sends,
        "1",
        doubled === 0 && seen.people === sends && arrivals.length === sends,
      ),
      row(
        "reply to flag, p99",
        `${p99.toFixed(0)} ms`,
        `${goals.replyMs} ms`,
        p99 / goals.replyMs,
        "≤ 1",
        p99 <= goals.replyMs && flagged === replies,
      ),
    ],
    notes: [
      `One dispatcher and the webhook's door in one process, the Supabase API and the provider in others, ${sends} messages to as many people. ` +
        `The provider answers after 80 ms; ${seen.statuses} statuses came back in ${seen.batches} signed batches (p99 ${percentile(seen.batchMs, 0.99).toFixed(0)} ms, ` +
        `${seen.refused} refused), newest first, and ${replies} people wrote back: ${flagged} flags.`,
    ],
  };
}

/** How many came within the second that begins with one of them. */
function withinSecond(arrivals: number[], from: number, first: number): number {
  let next = first;
  while (next < arrivals.length && arrivals[next]! < from + 1000) next += 1;
  return next - first;
}
