import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { graphileRate } from "./claims/graphile-rate.ts";
import type { BenchServer } from "./support/bench-server.ts";
import { fillQueues } from "./support/fill-queues.ts";
import { type Part, type Row, ratioRow } from "./table.ts";

/** workers: so many at once; ours on a channel each, since a channel has one send in flight. queued: in all queues. */
const settings = [
  { workers: 1, queued: 2_000 },
  { workers: 8, queued: 16_000 },
  { workers: 1, queued: 20_000 },
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
        `${setting.workers} worker${setting.workers === 1 ? "" : "s"}, ${setting.queued.toLocaleString("en")} queued`,
        { value: Math.max(...ours), unit: "jobs/s" },
        { value: Math.max(...theirs), unit: "jobs/s" },
        { atLeast: 1 },
      ),
    );
  }
  return {
    title: "Claims a second without a pace, beside graphile-worker",
    rows,
    notes: [
      `The first ${measured.toLocaleString("en")} jobs of each queue; the best of ${rounds} rounds in turns (a busy machine only takes away). Ours: \`claim_message\` and ` +
        "`settle_message` over a plain connection, a channel for each worker (a channel has one send in flight). " +
        "Theirs: version 0.18.0 as it comes, with an empty task, no batching and as many workers; it does not wait for one " +
        "job to be stored as done before it takes the next.",
    ],
  };
}

async function ourRate(url: string, { workers, queued }: (typeof settings)[number]): Promise<number> {
  const sql = postgres(url, { max: workers, onnotice: () => {} });
  try {
    const channels = await fillQueues(sql, workers, queued);
    let left = measured;
    const work = async (channel: string) => {
      const worker = randomUUID();
      while (left > 0) {
        left -= 1;
        const [{ claim }] = await sql<
          [{ claim: { action: string; message: { id: number; attempt: number } } }]
        >`
          select public.claim_message(${channel}, 0, ${worker}) as claim`;
        if (claim.action !== "claimed")
          throw new Error(`A claim was answered with ${JSON.stringify(claim)}.`);
        await sql`select public.settle_message(${claim.message.id}, ${claim.message.attempt}, ${sql.json({
          kind: "accepted",
          providerMessageId: String(claim.message.id),
          httpStatus: 200,
        })})`;
      }
    };
    const began = performance.now();
    await Promise.all(channels.map(work));
    return measured / ((performance.now() - began) / 1000);
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
