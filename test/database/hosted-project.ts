import { join } from "node:path";
import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres, { type Sql } from "postgres";
import { createHostedDatabase } from "../../scripts/database/create-hosted-database.ts";
import { applyMigrations } from "../../scripts/platform/apply-migrations.ts";
import { sqlDatabase } from "../../scripts/platform/sql-session.ts";
import { startPostgresServer } from "../support/postgres-server.ts";

export interface HostedProject {
  /** As `postgres`, who on hosted owns everything of ours and is no superuser. */
  owner: Sql;
  /** As Supabase's own superuser, to arrange what only they can. */
  supabase: Sql;
  /** What the first application of the migrations applied. */
  applied: string[];
  migrate(): Promise<string[]>;
  close(): Promise<void>;
}

/** A server of its own, since roles belong to a whole server, with our migrations applied as `postgres`. */
export async function startHostedProject(): Promise<HostedProject> {
  const server = await startPostgresServer();
  const url = await createHostedDatabase(server);
  const owner = postgres(url, { max: 4, onnotice: () => {} });
  const supabase = postgres(url.replace("//postgres:", "//supabase_admin:"), { max: 2, onnotice: () => {} });
  const connection = createPostgresConnection({ url, postgresOptions: { max: 1, onnotice: () => {} } });
  // The CLI's table of applied migrations (supabase/cli, pkg/migration/history.go).
  await owner.unsafe(`create schema supabase_migrations;
    create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text)`);
  const folder = join(import.meta.dirname, "..", "..", "supabase", "migrations");
  const migrate = () => applyMigrations(sqlDatabase(connection), folder);
  const applied = await migrate();
  return {
    owner,
    supabase,
    applied,
    migrate,
    async close() {
      await Promise.all([owner.end({ timeout: 1 }), supabase.end({ timeout: 1 }), connection.close()]);
      await server.stop();
    },
  };
}
