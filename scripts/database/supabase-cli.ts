import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SupabaseCli {
  /** Runs one command against the database and answers its stdout; throws with its stderr when it fails. */
  run(...command: string[]): Promise<string>;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, "..", "..");
const binary = join(root, "tools", "database", "node_modules", "supabase", "dist", "supabase.js");

/**
 * The Supabase CLI 3.1.0 over a database URL. It works in a copy of supabase/, since it writes a .temp folder there,
 * with that copy as its home too, so that a developer's login and linked project play no part.
 */
export async function supabaseCli(
  databaseUrl: string,
  supabaseFolder = join(root, "supabase"),
): Promise<SupabaseCli> {
  const folder = await mkdtemp(join(tmpdir(), "aftercall-supabase-"));
  await cp(supabaseFolder, join(folder, "supabase"), { recursive: true });
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    DO_NOT_TRACK: "1",
    // Otherwise it tries TLS first and says on stdout, before the answer, that there is none.
    PGSSLMODE: "disable",
  };
  return {
    run: (...command) =>
      new Promise((resolve, reject) => {
        const all = [
          binary,
          ...command,
          `--remote=${databaseUrl}`,
          "--workdir",
          folder,
          "--agent",
          "no",
          "--yes",
        ];
        const child = spawn(process.execPath, all, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
        const said = { stdout: "", stderr: "" };
        child.stdout.setEncoding("utf8").on("data", (part: string) => (said.stdout += part));
        child.stderr.setEncoding("utf8").on("data", (part: string) => (said.stderr += part));
        child.once("error", reject);
        child.once("close", (code) => {
          if (code === 0) return resolve(said.stdout);
          reject(
            new Error(`supabase ${command.join(" ")} ended with ${code}:\n${said.stderr}${said.stdout}`),
          );
        });
      }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
