import "../../scripts/platform/enable-storage.ts";
import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres from "postgres";
import { prepareDatabase } from "../../scripts/platform/prepare-database.ts";
import { databaseUrl, startPostgresServer } from "../../test/support/postgres-server.ts";

export interface BenchServer {
  /** A database with the migrations, or (`isEmpty`) with nothing at all. Answers its URL. */
  createDatabase(name: string, options?: { isEmpty?: boolean }): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** What a server does that keeps its data: each commit waits for the disk, on both sides of a comparison. */
const ordinary = { fsync: "on", full_page_writes: "on", synchronous_commit: "on" };
/** A small server's memory; the log of changes is not written back in the middle of a measurement. */
const sizes = { shared_buffers: "512MB", max_wal_size: "8GB", checkpoint_timeout: "30min" };

export const serverSettings = { ...ordinary, ...sizes };

export async function startBenchServer(): Promise<BenchServer> {
  const server = await startPostgresServer(
    Object.entries(serverSettings).map(([name, value]) => `${name}=${value}`),
  );
  const admin = postgres(databaseUrl(server, "postgres"), { max: 1, onnotice: () => {} });
  const stop = async () => {
    await admin.end({ timeout: 1 });
    await server.stop();
  };
  try {
    await admin.unsafe("create database bench_template");
    const connection = createPostgresConnection({
      url: databaseUrl(server, "bench_template"),
      postgresOptions: { max: 1, onnotice: () => {} },
    });
    await prepareDatabase(connection);
    await connection.close();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async createDatabase(name, { isEmpty = false } = {}) {
      await admin.unsafe(`create database ${name} template ${isEmpty ? "template0" : "bench_template"}`);
      return databaseUrl(server, name);
    },
    async dropDatabase(name) {
      const drop = `drop database if exists ${name}`;
      // By itself it waits 5 s for sessions that are ending; one that is cut off may end our process with its error.
      await admin.unsafe(drop).catch(() => admin.unsafe(`${drop} with (force)`));
    },
    stop,
  };
}
