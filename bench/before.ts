import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callSubject } from "./growth/call-subject.ts";
import { createGrownDatabase } from "./growth/create-grown-database.ts";
import { readSubjects } from "./growth/read-subjects.ts";
import { sendOnce } from "./growth/send-once.ts";
import { openSide, type Side } from "./growth/side.ts";
import type { Subject } from "./growth/subject.ts";
import { clockSubjects, deliverySubjects } from "./growth/write-subjects.ts";
import { type BenchServer, startBenchServer } from "./support/bench-server.ts";
import { percentile } from "./support/percentile.ts";
import { type Part, ratioRow } from "./table.ts";

const root = join(import.meta.dirname, "..");
const calls = 20_000;
const [warmUp, measured] = [10, 100];
const ours = {
  startBenchServer,
  createGrownDatabase,
  openSide,
  callSubject,
  sendOnce,
  subjects: [...readSubjects, ...deliverySubjects, ...clockSubjects],
};
type Version = typeof ours;

/** What the page asks every five seconds when nothing has changed: since it knows its stamp, not the whole. */
const polled = "monitor_snapshot: as it is polled";
const unchanged: Subject = {
  name: "monitor_snapshot: nothing has changed",
  as: "staff",
  statement: `select public.monitor_snapshot(40, '{}', '[]', app.monitor_stamp(app.now())) as answer`,
  parameters: () => [],
};

/** Every hot SQL function beside the same of `commit`: its schema, its rows and its parsers, on a server of its own. */
export async function before(server: BenchServer, commit: string): Promise<Part> {
  const folder = await mkdtemp(join(tmpdir(), "aftercall-before-"));
  const closers = [() => rm(folder, { recursive: true, force: true })];
  try {
    execFileSync("git", ["worktree", "add", "--quiet", "--detach", "--force", folder, commit], { cwd: root });
    closers.push(async () => {
      execFileSync("git", ["worktree", "remove", "--force", folder], { cwd: root });
    });
    for (const place of [".", "test", "bench"])
      await symlink(join(root, place, "node_modules"), join(folder, place, "node_modules"));
    const theirs = await load(folder);
    const old = await theirs.startBenchServer();
    closers.push(old.stop);
    const sides = { ours: await grow(ours, server), theirs: await grow(theirs, old) };
    closers.push(sides.ours.close, sides.theirs.close);
    return await compare(theirs, sides, commit);
  } finally {
    for (const close of closers.reverse()) await close();
    await server.dropDatabase("bench_before");
  }
}

async function load(folder: string): Promise<Version> {
  const part = (name: string) => import(join(folder, "bench", name));
  const [support, grown, side, call, once, reads, writes] = await Promise.all(
    [
      "support/bench-server.ts",
      ...[
        "create-grown-database",
        "side",
        "call-subject",
        "send-once",
        "read-subjects",
        "write-subjects",
      ].map((name) => `growth/${name}.ts`),
    ].map(part),
  );
  return {
    ...{ startBenchServer: support.startBenchServer, createGrownDatabase: grown.createGrownDatabase },
    ...{ openSide: side.openSide, callSubject: call.callSubject, sendOnce: once.sendOnce },
    subjects: [...reads.readSubjects, ...writes.deliverySubjects, ...writes.clockSubjects],
  };
}

async function grow({ createGrownDatabase, openSide }: Version, server: BenchServer): Promise<Side> {
  const url = await server.createDatabase("bench_before");
  await createGrownDatabase(url, calls);
  return openSide(url);
}

async function compare(theirs: Version, sides: { ours: Side; theirs: Side }, commit: string): Promise<Part> {
  const times = new Map<string, { ours: number[]; theirs: number[] }>();
  const keep = (name: string, side: "ours" | "theirs", ms: number) => {
    if (!times.has(name)) times.set(name, { ours: [], theirs: [] });
    times.get(name)![side].push(ms);
  };
  const inTurns = async (measure: (side: "ours" | "theirs", n: number) => Promise<[string, number][]>) => {
    for (let n = 0; n < warmUp + measured; n += 1) {
      for (const side of n % 2 === 0 ? (["ours", "theirs"] as const) : (["theirs", "ours"] as const)) {
        const took = await measure(side, n);
        if (n >= warmUp) for (const [name, ms] of took) keep(name, side, ms);
      }
    }
  };
  const versions = { ours, theirs };
  const one = async (side: "ours" | "theirs", subject: Subject, n: number) =>
    (await versions[side].callSubject(sides[side], subject, n)).ms;
  for (const subject of ours.subjects) {
    const same = theirs.subjects.find(({ name }) => name === subject.name);
    if (!same) continue;
    await inTurns(async (side, n) => [[subject.name, await one(side, side === "ours" ? subject : same, n)]]);
  }
  const poll = theirs.subjects.find(({ name }) => name === polled);
  if (poll)
    await inTurns(async (side, n) => [
      [unchanged.name, await one(side, side === "ours" ? unchanged : poll, n)],
    ]);
  await inTurns(async (side, n) =>
    (await versions[side].sendOnce(sides[side], n)).map(([{ name }, ms]) => [name, ms]),
  );
  const value = (list: number[]) => ({ value: percentile(list, 0.1), unit: "ms" });
  return {
    title: `Beside ${commit}`,
    rows: [...times].map(([name, took]) => ratioRow(name, value(took.ours), value(took.theirs), null)),
    notes: [
      `The lowest tenth of ${measured} calls each, in turns, after ${warmUp}, at ${calls.toLocaleString("en")} calls: each version ` +
        "with its own schema, rows and parsers on a server of its own.",
    ],
  };
}
