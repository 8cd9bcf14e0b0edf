import { callSubject } from "./growth/call-subject.ts";
import { createGrownDatabase, recentDays } from "./growth/create-grown-database.ts";
import { readPlans } from "./growth/read-plans.ts";
import { readSubjects } from "./growth/read-subjects.ts";
import { sendOnce } from "./growth/send-once.ts";
import { openSide, type Side } from "./growth/side.ts";
import type { Subject } from "./growth/subject.ts";
import { clockSubjects, deliverySubjects } from "./growth/write-subjects.ts";
import type { BenchServer } from "./support/bench-server.ts";
import { percentile } from "./support/percentile.ts";
import { type Part, ratioRow } from "./table.ts";

/** Calls; five times as many messages each. */
const sizes = { small: 200, large: 200_000 };
const warmUp = 10;
const measured = 200;
/** What takes much longer than it should is measured less often, ms. */
const longest = 6_000;
const leastMeasured = 20;
const goal = { atMost: 1.2 };

type Times = Map<Subject, { small: number[]; large: number[] }>;

/** Every hot SQL function on a database with a long history, beside one that has but the last two weeks. */
export async function growth(server: BenchServer): Promise<Part> {
  const urls = {
    small: await server.createDatabase("bench_small"),
    large: await server.createDatabase("bench_large"),
  };
  const open: Side[] = [];
  try {
    await createGrownDatabase(urls.small, sizes.small);
    await createGrownDatabase(urls.large, sizes.large);
    const small = await openSide(urls.small);
    open.push(small);
    const large = await openSide(urls.large);
    open.push(large);
    const amounts = `Large: ${await sizeOf(large)}. Small: ${await sizeOf(small)}.`;
    const times: Times = new Map();
    for (const subject of [...readSubjects, ...deliverySubjects])
      await inTurns(times, small, large, async (side, n) => [
        [subject, (await callSubject(side, subject, n)).ms],
      ]);
    await inTurns(times, small, large, sendOnce);
    for (const subject of clockSubjects)
      await inTurns(times, small, large, async (side, n) => [
        [subject, (await callSubject(side, subject, n)).ms],
      ]);
    const plans = await readPlans(urls.large, [...readSubjects, ...deliverySubjects, ...clockSubjects]);
    return {
      title: "A long history, beside the last two weeks alone",
      rows: [...times].map(([{ name }, { small, large }]) =>
        ratioRow(
          name,
          { value: percentile(large, 0.5), unit: "ms" },
          { value: percentile(small, 0.5), unit: "ms" },
          goal,
        ),
      ),
      notes: [
        `${amounts} The last ${recentDays} days, the queue, the open asks and what ` +
          "needs a person are the same in both; what grows is history, over 400 days.",
        `The middle of ${measured} calls each in turns (fewer where they take long), after ${warmUp}: the statement alone over a ` +
          "connection that stays, without the commit. Staff's calls run as a signed-in member under row-level security. " +
          "The plans on the large one are in [performance-plans](performance-plans/).",
      ],
      plans,
    };
  } finally {
    for (const side of open) await side.close();
    for (const name of ["bench_small", "bench_large"]) await server.dropDatabase(name);
  }
}

async function sizeOf({ owner }: Side): Promise<string> {
  const [counts] = await owner<[Record<string, number>]>`
    select (select count(*) from cloudtalk_calls)::integer as calls, (select count(*) from whatsapp_messages)::integer as messages,
      (select count(*) from webhook_requests)::integer as deliveries, (select count(*) from whatsapp_statuses)::integer as statuses`;
  return Object.entries(counts)
    .map(([name, count]) => `${count.toLocaleString("en")} ${name}`)
    .join(", ");
}

/** The same on both, one after the other; whoever comes first this time comes second the next. */
async function inTurns(
  times: Times,
  small: Side,
  large: Side,
  measure: (side: Side, n: number) => Promise<[Subject, number][]>,
): Promise<void> {
  const began = performance.now();
  for (let n = 0; n < warmUp + measured; n += 1) {
    if (n >= warmUp + leastMeasured && performance.now() - began > longest) break;
    const turn: ["small" | "large", Side][] = [
      ["small", small],
      ["large", large],
    ];
    for (const [name, side] of n % 2 === 0 ? turn : turn.reverse()) {
      for (const [subject, ms] of await measure(side, n)) {
        const kept = times.get(subject) ?? { small: [], large: [] };
        times.set(subject, kept);
        if (n >= warmUp) kept[name].push(ms);
      }
    }
  }
}
