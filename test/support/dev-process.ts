import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DevFile } from "../../scripts/dev/dev-file.ts";
import { freePort } from "./free-port.ts";

export interface DevRun {
  /** What it said so far, both streams. */
  output(): string;
  /** Resolves with dev.json once it is ready; rejects with the output if it ends before. */
  ready: Promise<DevFile>;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

export interface DevPorts {
  PORT: string;
  SUPABASE_PORT: string;
  SIMULATOR_PORT: string;
}

export async function freeDevPorts(): Promise<DevPorts> {
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const [PORT, SUPABASE_PORT, SIMULATOR_PORT] = ports.map(String) as [string, string, string];
  return { PORT, SUPABASE_PORT, SIMULATOR_PORT };
}

const root = join(import.meta.dirname, "..", "..");
const ownNames =
  /^(WHATSAPP|CLOUDTALK|SUPABASE|META|CUNNEKT|FIRST_CONTACT)_|^(PORT|DATA_DIR|CRON_SECRET|DEFAULT_COUNTRY|npm_.*)$/;

/** `node scripts/dev.ts` as a person would start it, with nothing of this process's own settings. */
export function startDev(
  env: DevPorts & { DATA_DIR: string } & Record<string, string>,
  ...args: string[]
): DevRun {
  const inherited = Object.entries(process.env).filter(([name]) => !ownNames.test(name));
  const child = spawn(process.execPath, ["scripts/dev.ts", ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal!));
  });
  const said = new Promise<void>((resolve) => {
    const hear = (part: Buffer) => {
      output += part;
      if (output.includes("Aftercall is ready")) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
  });
  const early = ended.then((how) => {
    throw new Error(`dev ended with ${how} before it was ready:\n${output}`);
  });
  const ready = Promise.race([said, early]).then(
    async () => JSON.parse(await readFile(join(env.DATA_DIR, "dev.json"), "utf8")) as DevFile,
  );
  ready.catch(() => {});
  early.catch(() => {});
  return { output: () => output, ready, ended, kill: (signal) => void child.kill(signal) };
}
