import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const binary = join(
  import.meta.dirname,
  ...["..", "..", "tools", "database", "node_modules", "supabase", "dist", "supabase.js"],
);
/** Its first line, which the diff of two functions that name each other needs. */
const preamble = "SET local check_function_bodies = off;";

/**
 * The SQL that makes of the schema at `from` the one at `to` (two database URLs), by the Supabase CLI's own pg-delta; empty
 * where they are the same. Rows are not compared. Throws with what the CLI said when it fails.
 */
export async function diffDatabases(from: string, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "aftercall-diff-"));
  try {
    await mkdir(join(folder, "supabase"));
    const all = [
      binary,
      "db",
      "diff",
      "--from",
      from,
      "--to",
      to,
      "--use-pg-delta",
      "--schema",
      "public,app",
    ];
    const { code, stdout, stderr } = await run(
      [...all, "--workdir", folder, "--agent", "no", "--yes"],
      folder,
    );
    if (code !== 0) throw new Error(`supabase db diff ended with ${code}:\n${stderr}${stdout}`);
    const sql = stdout.trim();
    return sql === preamble || !/[a-z]/i.test(sql) ? "" : `${sql}\n`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(args: string[], cwd: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, HOME: cwd, DO_NOT_TRACK: "1", PGSSLMODE: "disable" };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (part: string) => (said.stdout += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (said.stderr += part));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...said }));
  });
}
