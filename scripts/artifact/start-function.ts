import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { must } from "./check-failure.ts";
import type { FromHost } from "./function-host.ts";
import type { BuiltFunction } from "./read-output.ts";

export interface RunningFunction {
  port: number;
  /** How often it gave work to `waitUntil`. */
  waitUntilCalls(): number;
  /** What it printed. */
  output(): string;
  stop(): Promise<void>;
}

/** A process with the function and, besides PATH, nothing in its environment that production would not have. */
export async function startFunction(
  { path, folder, config }: BuiltFunction,
  env: Record<string, string>,
): Promise<RunningFunction> {
  const child = fork(join(import.meta.dirname, "function-host.ts"), [join(folder, config.handler)], {
    cwd: folder,
    execArgv: [],
    env: { PATH: process.env.PATH, NODE_ENV: "production", VERCEL: "1", VERCEL_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (output += part));
  const ended = once(child, "close");
  let calls = 0;
  const port = await new Promise<number | null>((resolve) => {
    child.on("message", (message: FromHost) => {
      if (message.type === "listening") resolve(message.port);
      else calls += 1;
    });
    void ended.then(() => resolve(null));
  });
  must(port !== null, `The built function ${path} does not load:\n${output.trim()}`);
  return {
    port,
    waitUntilCalls: () => calls,
    output: () => output,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
