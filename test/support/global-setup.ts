import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { prepareDatabase } from "../../scripts/platform/prepare-database.ts";
import { databaseUrl, startPostgresServer } from "./postgres-server.ts";
import "./provided.ts";

const template = "aftercall_template";

/** One Postgres server for the whole run; cloning a prepared template costs a test a tenth of a second. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer();
  try {
    const admin = postgres(databaseUrl(server, "postgres"), { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${template}`);
    await admin.end();
    const connection = createPostgresConnection({
      url: databaseUrl(server, template),
      postgresOptions: { max: 1, onnotice: () => {} },
    });
    await prepareDatabase(connection, { fromSchemas: true });
    await connection.close();
  } catch (error) {
    await server.stop();
    throw error;
  }
  const { host, port, user, password } = server;
  project.provide("postgres", { host, port, user, password, template });
  return () => server.stop();
}
