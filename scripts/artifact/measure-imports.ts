import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { BuiltFunction } from "./read-output.ts";

export interface ImportTime {
  path: string;
  /** The shortest of fresh processes: whatever else the machine does only adds. */
  ms: number;
  /** Against importing @supabase/supabase-js alone. */
  ratio: number;
}

const rounds = { least: 15, most: 60 };
const run = promisify(execFile);

/**
 * How long a cold start spends on loading each function. In turns, so that a busy moment meets all alike; and further
 * rounds while a ratio is above `limit`, since a busy machine only ever adds.
 */
export async function measureImports(
  functions: Iterable<BuiltFunction>,
  project: string,
  limit: number,
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
  for (let round = 1; ; round += 1) {
    for (const { cwd, module, times } of subjects) times.push(await importOnce(cwd, module));
    const baseMs = Math.min(...subjects[0]!.times);
    const measured = subjects.map(({ name, module, times }) => ({
      path: name || module,
      ms: Math.min(...times),
      ratio: Math.min(...times) / baseMs,
    }));
    const isEnough = measured.every(({ ratio }) => ratio <= limit);
    if ((round >= rounds.least && isEnough) || round === rounds.most) return measured;
  }
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
