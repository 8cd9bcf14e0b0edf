import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { FromServer, ToServer } from "../dev-server/messages.ts";

/** One process that serves one version of the code. */
export interface DoorProcess {
  /** Null once the code is loaded, else why it does not load. */
  loaded: Promise<string | null>;
  /** Resolves when it accepts requests. */
  listen(port: number): Promise<void>;
  /** Gives the port up; what runs goes on for as long as the grace allows, then the process ends. */
  release(graceMs: number): Promise<void>;
  /** Resolves when the process has ended, by itself or not. */
  ended: Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

const script = join(import.meta.dirname, "..", "dev-server.ts");

/** Where the process prints: to the terminal of dev, or nowhere. */
export type DoorOutput = "inherit" | "ignore";

export function startDoorProcess(env: NodeJS.ProcessEnv, output: DoorOutput): DoorProcess {
  const child = fork(script, {
    env,
    execArgv: ["--conditions=source"],
    stdio: [output, output, output, "ipc"],
  });
  const ended = once(child, "exit").then(() => {});
  const gone = ended.then(() => `the process ended with ${child.signalCode ?? child.exitCode}`);
  const first = waitFor(child, ["loaded", "failed"]);
  const send = (message: ToServer) => child.connected && child.send(message, () => {});
  return {
    ended,
    loaded: Promise.race([first.then((message) => failure(message)), gone]),
    async listen(port) {
      const answer = waitFor(child, ["listening", "failed"]);
      send({ type: "listen", port });
      const reason = await Promise.race([answer.then((message) => failure(message)), gone]);
      if (reason) throw new Error(reason);
    },
    async release(graceMs) {
      const released = waitFor(child, ["released"]);
      send({ type: "close", graceMs });
      await Promise.race([released, ended]);
    },
    kill: (signal) => void child.kill(signal),
  };
}

function waitFor(child: ChildProcess, types: FromServer["type"][]): Promise<FromServer> {
  return new Promise((resolve) => {
    const listener = (message: FromServer) => {
      if (!types.includes(message.type)) return;
      child.off("message", listener);
      resolve(message);
    };
    child.on("message", listener);
  });
}

function failure(message: FromServer): string | null {
  return message.type === "failed" ? message.reason : null;
}
