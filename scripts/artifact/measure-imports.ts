import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { BuiltFunction } from "./read-output.ts";

export interface ImportTime {
  path: string;
  /** Median over fresh processes. */
  ms: number;
  /** Against importing @supabase/supabase-js alone. */
  ratio: number;
}

const rounds = 9;
const run = promisify(execFile);

/** How long a cold start spends on loading each function. In turns, so that a busy moment meets all alike. */
export async function measureImports(
  functions: Iterable<BuiltFunction>,
  project: string,
): Promise<ImportTime[]> {
  const base = { name: "", cwd: project, module: "@supabase/supabase-js" };
  const subjects = [
    base,
    ...[...functions].map(({ path, folder, config }) => ({
      name: path,
      cwd: folder,
      module: pathToFileURL(join(folder, config.handler)).href,
    })),
  ].map((subject) => ({ ...subject, times: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { cwd, module, times } of subjects) times.push(await importOnce(cwd, module));
  }
  const baseMs = median(subjects[0]!.times);
  return subjects.map(({ name, module, times }) => ({
    path: name || module,
    ms: median(times),
    ratio: median(times) / baseMs,
  }));
}

async function importOnce(cwd: string, module: string): Promise<number> {
  const code = `const t = performance.now(); await import(${JSON.stringify(module)});
    process.stdout.write(String(performance.now() - t), () => process.exit(0))`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], {
    cwd,
    env: { NODE_ENV: "production" },
  });
  return Number(stdout);
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}
