import postgres from "postgres";
import { callSubject } from "./growth/call-subject.ts";
import { openSide, type Side } from "./growth/side.ts";
import type { Subject } from "./growth/subject.ts";
import { fillPeople, messagesEach } from "./inbox/fill-people.ts";
import type { BenchServer } from "./support/bench-server.ts";
import { percentile } from "./support/percentile.ts";
import { type Part, type Row, ratioRow } from "./table.ts";

const people = { small: 100, large: 10_000 };
const [warmUp, measured] = [10, 150];
const goal = { atMost: 1.2 };

const inbox = (name: string, filters: (n: number) => object): Subject => ({
  name,
  as: "staff",
  statement: "select length(public.inbox($1::text::jsonb)::text) as answer",
  parameters: (_facts, n) => [JSON.stringify(filters(n))],
});
/** Somebody whose page is opened, the same on both sides. */
const somebody = (n: number) => 1 + (n % 90);
const lists = [
  inbox("list: to answer", () => ({ view: "reply" })),
  inbox("list: mine", () => ({ view: "mine" })),
  inbox("list: waiting", () => ({ view: "waiting" })),
  inbox("list: new", () => ({ view: "new" })),
  inbox("list: all", () => ({ view: "all" })),
  inbox("list: closed", () => ({ view: "closed" })),
  inbox("search: a name and a number of it", (n) => ({ q: `Azienda ${somebody(n)}` })),
  inbox("search: a rare word of a text", (n) => ({ q: wordOf(somebody(n)) })),
  inbox("search: a common word", () => ({ q: "ragioniera" })),
];
const open = inbox("a conversation, list beside it", (n) => ({ view: "reply", contact: somebody(n) }));
const alone = inbox("a conversation alone", (n) => ({ list: false, contact: somebody(n) }));
const home: Subject = {
  name: "monitor_snapshot",
  as: "staff",
  statement: "select length(public.monitor_snapshot(40)::text) as answer",
  parameters: () => [],
};

function wordOf(n: number): string {
  return `buongiorno ${n}`;
}

/** The inbox with ten thousand people and a million messages, beside a hundred people; and beside the page that it took the place of. */
export async function inboxPart(server: BenchServer): Promise<Part> {
  const sides: Side[] = [];
  try {
    for (const [name, count] of Object.entries(people)) {
      const url = await server.createDatabase(`bench_${name}`);
      const sql = postgres(url, {
        max: 1,
        onnotice: () => {},
        connection: { synchronous_commit: "off", maintenance_work_mem: "512MB" },
      });
      await sql.unsafe("select 1");
      await fillPeople(sql, count).finally(() => sql.end({ timeout: 1 }));
      sides.push(await openSide(url));
    }
    const [small, large] = sides as [Side, Side];
    const rows: Row[] = [];
    for (const subject of [...lists, open, alone]) {
      const times = { small: [] as number[], large: [] as number[] };
      for (let n = 0; n < warmUp + measured; n += 1) {
        const turn = [
          ["small", small],
          ["large", large],
        ] as ["small" | "large", Side][];
        for (const [name, side] of n % 2 ? turn : turn.reverse()) {
          const { ms } = await callSubject(side, subject, n);
          if (n >= warmUp) times[name].push(ms);
        }
      }
      rows.push(
        ratioRow(
          subject.name,
          { value: percentile(times.large, 0.95), unit: "ms" },
          { value: percentile(times.small, 0.95), unit: "ms" },
          goal,
        ),
      );
    }
    rows.push(await homePoll(large));
    return {
      title: "The inbox",
      rows,
      notes: [
        `Large: ${people.large.toLocaleString("en")} people with ${messagesEach} messages each; small: ${people.small} people. ` +
          "The 95th percentile of each statement as a signed-in member under row-level security, in turns.",
      ],
    };
  } finally {
    for (const side of sides) await side.close();
    for (const name of Object.keys(people)) await server.dropDatabase(`bench_${name}`);
  }
}

/** The poll of the list, beside the first page of before on the same rows. */
async function homePoll(side: Side): Promise<Row> {
  const times = { now: [] as number[], before: [] as number[] };
  for (let n = 0; n < warmUp + measured; n += 1) {
    times.now.push((await callSubject(side, lists[0]!, n)).ms);
    times.before.push((await callSubject(side, home, n)).ms);
  }
  return ratioRow(
    "home poll, something changed (against monitor_snapshot)",
    { value: percentile(times.now.slice(warmUp), 0.5), unit: "ms" },
    { value: percentile(times.before.slice(warmUp), 0.5), unit: "ms" },
    { atMost: 0.2 },
  );
}
