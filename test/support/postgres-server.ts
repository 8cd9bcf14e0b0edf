import { createPostgresProcess } from "./postgres-process.ts";

export interface RunningPostgres {
  host: string;
  port: number;
  user: string;
  password: string;
  stop(): Promise<void>;
}

/**
 * How every test's cluster is made. A project on Supabase has en_US.UTF-8 of libc, which a machine may lack. The server's own
 * ICU orders and folds like it everywhere; what a letter is for text search (LC_CTYPE) is libc's, and C.UTF-8 tells that alike.
 */
export const initdbFlags = [
  ...[
    "--encoding=UTF8",
    "--locale=C",
    `--lc-ctype=${process.platform === "linux" ? "C.UTF-8" : "en_US.UTF-8"}`,
  ],
  ...["--locale-provider=icu", "--icu-locale=en-US"],
];

/** A real Postgres server of the major that PGlite has, in a folder of its own that goes with it. Of `settings` the last wins. */
export async function startPostgresServer(settings: string[] = []): Promise<RunningPostgres> {
  const server = await createPostgresProcess(
    // Durability is not what these tests test; a crash of the server fails the run anyway.
    ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", ...settings],
    initdbFlags,
  );
  try {
    await server.start();
  } catch (error) {
    await server.close();
    throw error;
  }
  return { host: "127.0.0.1", port: server.port, user: "postgres", password: "postgres", stop: server.close };
}

export function databaseUrl(
  server: Pick<RunningPostgres, "host" | "port" | "user" | "password">,
  name: string,
): string {
  return `postgres://${server.user}:${server.password}@${server.host}:${server.port}/${name}`;
}
