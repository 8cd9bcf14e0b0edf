// npm run check:artifact: builds what Vercel would deploy, offline, and does the whole main job through it on a
// real Postgres. Ends by itself, leaves nothing behind.

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { inspect } from "node:util";
import { buildArtifact } from "./artifact/build-artifact.ts";
import { checkBodies } from "./artifact/check-bodies.ts";
import { checkClock } from "./artifact/check-clock.ts";
import { checkContents } from "./artifact/check-contents.ts";
import { CheckFailure } from "./artifact/check-failure.ts";
import { checkHeaders } from "./artifact/check-headers.ts";
import { checkImports } from "./artifact/check-imports.ts";
import { checkMainJob } from "./artifact/check-main-job.ts";
import { checkRoutes } from "./artifact/check-routes.ts";
import { checkStaff } from "./artifact/check-staff.ts";
import { copyProject } from "./artifact/copy-project.ts";
import { readOutput } from "./artifact/read-output.ts";
import { runArtifact } from "./artifact/run-artifact.ts";
import type { RunningArtifact } from "./artifact/running-artifact.ts";
import { shortenDatabaseErrors } from "./dev/shorten-database-errors.ts";

const root = join(import.meta.dirname, "..");
const longestMs = 170_000;
const began = performance.now();
const closers: (() => Promise<unknown>)[] = [];
const stop = new AbortController();
let failed = 0;

const stopped = new Promise<never>((_, reject) => {
  const end = (why: string) => {
    stop.abort();
    reject(new CheckFailure(why));
  };
  setTimeout(() => end(`The check takes longer than ${longestMs / 1000} s.`), longestMs).unref();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => end("The check was stopped."));
  }
});

const work = checkAll();
try {
  await Promise.race([work, stopped]);
} catch (error) {
  report("artifact", error);
} finally {
  // What is being started when the check is stopped is ended once it has started.
  if (stop.signal.aborted) await Promise.race([work.catch(() => {}), after(5_000)]);
  for (const close of closers.reverse()) await close().catch((error) => console.error(error));
}
console.log(`${failed === 0 ? "ok" : "FAILED"} after ${((performance.now() - began) / 1000).toFixed(0)} s`);
process.exit(failed === 0 ? 0 : 1);

async function checkAll(): Promise<void> {
  shortenDatabaseErrors();
  const temp = await mkdtemp(join(tmpdir(), "aftercall-artifact-"));
  closers.push(() => rm(temp, { recursive: true, force: true }));
  const project = join(temp, "project");
  await mkdir(project);
  await copyProject(root, project);
  const output = await readOutput(await buildArtifact(temp, project, stop.signal));
  console.log("ok     vercel build");

  await check("contents", () => checkContents(output, project));
  await check("import times", () => checkImports(output, project));
  stop.signal.throwIfAborted();
  const running = await runArtifact(output, closers);
  const checks: [string, (artifact: RunningArtifact) => Promise<void>][] = [
    ["routes", checkRoutes],
    ["headers", checkHeaders],
    ["raw bodies", checkBodies],
    // Before any message: the first tick gives the channel its pace.
    ["clock", checkClock],
    ["main job", checkMainJob],
    ["staff", checkStaff],
  ];
  for (const [name, run] of checks) await check(name, () => run(running));
  if (failed > 0) {
    for (const [path, { output }] of running.functions) tellErrors(path, output());
  }
}

/** What a function printed, without the requests that were refused on purpose (pino's level 40). */
function tellErrors(path: string, output: string): void {
  const lines = output.split("\n").filter((line) => line && !line.startsWith('{"level":40,'));
  if (lines.length > 0) console.error(`       ${path} printed:\n${lines.slice(-5).join("\n")}`);
}

async function check(name: string, run: () => Promise<void>): Promise<void> {
  stop.signal.throwIfAborted();
  try {
    await run();
    console.log(`ok     ${name}`);
  } catch (error) {
    stop.signal.throwIfAborted();
    report(name, error);
  }
}

function report(name: string, error: unknown): void {
  failed += 1;
  console.error(`FAILED ${name}: ${error instanceof CheckFailure ? error.message : inspect(error)}`);
}
