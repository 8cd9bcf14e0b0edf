import { randomUUID } from "node:crypto";
import postgres from "postgres";
import type { Claim } from "../lib/outbox/outbox-store.ts";
import { graphileRate } from "./claims/graphile-rate.ts";
import type { BenchServer } from "./support/bench-server.ts";
import { fillQueues } from "./support/fill-queues.ts";
import { type Part, type Row, ratioRow } from "./table.ts";

/**
 * workers: so many at once, ours on a channel each. queued: in all queues. inFlight: sends that a channel's provider allows
 * at once, and so as many as a claim hands out.
 */
const settings = [
  { workers: 1, queued: 2_000, inFlight: 20 },
  { workers: 8, queued: 16_000, inFlight: 20 },
  { workers: 1, queued: 20_000, inFlight: 20 },
  { workers: 1, queued: 2_000, inFlight: 1 },
  { workers: 8, queued: 16_000, inFlight: 1 },
];
const measured = 1_000;
const rounds = 3;

/** Unpaced sends a second that are claimed and settled, beside a job queue that does nothing else. */
export async function claims(server: BenchServer): Promise<Part> {
  const rows: Row[] = [];
  for (const setting of settings) {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // In turns, each on a database of its own that nothing else has grown.
      const one = async () => ours.push(await onDatabase(server, false, (url) => ourRate(url, setting)));
      const other = async () =>
        theirs.push(await onDatabase(server, true, (url) => graphileRate(url, setting, measured)));
      for (const turn of round % 2 === 0 ? [one, other] : [other, one]) await turn();
    }
    rows.push(
      ratioRow(
        `${setting.workers} worker${setting.workers === 1 ? "" : "s"}, ${setting.queued.toLocaleString("en")} queued, ${setting.inFlight} in flight`,
        { value: Math.max(...ours), unit: "jobs/s" },
        { value: Math.max(...theirs), unit: "jobs/s" },
        setting.inFlight > 1 ? { atLeast: 1 } : null,
      ),
    );
  }
  return {
    title: "Claims a second without a pace, beside graphile-worker",
    rows,
    notes: [
      `The first ${measured.toLocaleString("en")} jobs of each queue; the best of ${rounds} rounds in turns (a busy machine only takes away). Ours: \`claim_messages\` and ` +
        "`settle_messages` over a plain connection, a channel for each worker; a claim hands out what the channel's provider " +
        "allows in flight. One in flight, as Wasender allows, has no goal: both sides of each call are committed, and there " +
        "the pace is seconds. Theirs: version 0.18.0 as it comes, with an empty task, no batching and as many workers; it does not wait for one " +
        "job to be stored as done before it takes the next.",
    ],
  };
}

async function ourRate(
  url: string,
  { workers, queued, inFlight }: (typeof settings)[number],
): Promise<number> {
  const sql = postgres(url, { max: workers, onnotice: () => {} });
  try {
    const channels = await fillQueues(sql, workers, queued);
    await sql`update channels set max_in_flight = ${inFlight}`;
    let left = measured;
    const work = async (channel: string) => {
      const worker = randomUUID();
      while (left > 0) {
        const [{ claim }] = await sql<[{ claim: Claim }]>`
          select public.claim_messages(${channel}, 0, ${worker}) as claim`;
        if (claim.action !== "claimed")
          throw new Error(`A claim was answered with ${JSON.stringify(claim)}.`);
        left -= claim.messages.length;
        const settlements = claim.messages.map(({ id, attempt }) => ({
          message: id,
          attempt,
          outcome: { kind: "accepted", providerMessageId: String(id), httpStatus: 200 },
        }));
        await sql`select public.settle_messages(${channel}, ${sql.json(settlements)})`;
      }
    };
    const began = performance.now();
    await Promise.all(channels.map(work));
    return (measured - left) / ((performance.now() - began) / 1000);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function onDatabase(
  server: BenchServer,
  isEmpty: boolean,
  measure: (url: string) => Promise<number>,
): Promise<number> {
  const name = "bench_claims";
  const url = await server.createDatabase(name, { isEmpty });
  try {
    return await measure(url);
  } finally {
    await server.dropDatabase(name);
  }
}
