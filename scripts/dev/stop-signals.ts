import { readFileSync } from "node:fs";

/**
 * Aborts when dev is to stop: Ctrl-C, SIGTERM, a closed terminal. A second Ctrl-C ends it at once.
 * An `npm run dev` that is killed takes down neither this process nor, at times, the shell between them:
 * so both are watched.
 */
export function stopSignals(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (stop.signal.aborted && name === "SIGINT") process.exit(130);
      stop.abort();
    });
  }
  if (process.env.npm_lifecycle_event === "dev") {
    const before = ancestors();
    setInterval(() => ancestors() !== before && stop.abort(), 250).unref();
  }
  return stop.signal;
}

/** The shell and, where /proc tells, the npm above it. */
function ancestors(): string {
  const shell = process.ppid;
  try {
    // "pid (name) state ppid …"; the name may hold spaces and brackets.
    const stat = readFileSync(`/proc/${shell}/stat`, "utf8");
    return `${shell} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]}`;
  } catch {
    return `${shell}`;
  }
}
