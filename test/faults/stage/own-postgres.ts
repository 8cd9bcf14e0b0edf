import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres from "postgres";
import { prepareDatabase } from "../../../scripts/platform/prepare-database.ts";
import { createPostgresProcess } from "../../support/postgres-process.ts";
import { databaseUrl, initdbFlags } from "../../support/postgres-server.ts";
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
  const silent = () => {};
  const own = await createPostgresProcess(["fsync=off", `max_connections=${ownConnections}`], initdbFlags);
  const server = {
    host: "127.0.0.1",
    port: own.port,
    user: "postgres",
    password: "postgres",
    template: "aftercall_template",
  };
  try {
    await own.start();
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
    await own.close();
    throw error;
  }
  return { server, stop: own.stop, start: own.start, close: own.close };
}
