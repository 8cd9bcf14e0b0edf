import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** Starts a module as a process of its own, with its first message as the sign that it is ready. */
export async function startChild<Ready>(
  module: URL,
  env: Record<string, string>,
): Promise<{ ready: Ready; ask<Answer>(question: string): Promise<Answer>; stop(): Promise<void> }> {
  const child = fork(module, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${module.pathname} ended with ${code} before it was done.`);
  });
  ended.catch(() => {});
  const next = <Message>() => Promise.race([once(child, "message").then(([said]) => said as Message), ended]);
  const ready = await next<Ready>();
  return {
    ready,
    ask<Answer>(question: string) {
      child.send(question);
      return next<Answer>();
    },
    stop: () => endChild(child),
  };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}
