import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { FromWorker } from "./worker-host.ts";

/** One process of the product. */
export interface Worker {
  name: string;
  url: string;
  isAlive(): boolean;
  /** Background works that run now, as far as it told. */
  works(): number;
  /** Resolves when the process has ended. SIGKILL: as a machine that goes; SIGTERM: as a polite deploy. */
  stop(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** It stands still, its connections open, until it is thawed. */
  freeze(): void;
  thaw(): void;
  /** What it printed. */
  said(): string;
}

const host = join(import.meta.dirname, "worker-host.ts");
/** Halves the cost of a start (0.37 to 0.18 s of CPU), and a run starts a hundred processes. */
const compileCache = join(import.meta.dirname, "..", "..", "node_modules", ".cache", "compiled-workers");
const shiftedDate = join(import.meta.dirname, "shifted-date.ts");

export async function startWorker(name: string, env: Record<string, string>): Promise<Worker> {
  const child = fork(host, {
    env: { PATH: process.env.PATH, LOG_LEVEL: "error", NODE_COMPILE_CACHE: compileCache, ...env },
    execArgv: env.FAULT_DATE_SHIFT_MS ? ["--import", shiftedDate] : [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let works = 0;
  let said = "";
  const hear = (part: Buffer) => {
    said = (said + part).slice(-20_000);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const ended = once(child, "exit");
  const port = await new Promise<number>((resolve, reject) => {
    child.on("message", (message: FromWorker) => {
      if (message.type === "listening") resolve(message.port);
      else works = message.works;
    });
    ended.then(() => reject(new Error(`Worker ${name} ended before it listened:\n${said}`)));
  });
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    isAlive: () => hasNotEnded(child),
    works: () => (hasNotEnded(child) ? works : 0),
    said: () => said,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    async stop(signal) {
      if (hasNotEnded(child)) child.kill(signal);
      await ended;
    },
  };
}

function hasNotEnded(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
