import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import postgres from "postgres";
import { databaseUrl, type RunningPostgres } from "../../test/support/postgres-server.ts";
import { schemaFiles } from "../platform/schema-files.ts";
import { createHostedDatabase } from "./create-hosted-database.ts";

const supabaseFolder = join(import.meta.dirname, "..", "..", "supabase");

export interface MadeDatabases {
  /** As a hosted project is before its first migration, with the extensions that ours ask for: a dump of the rest has none. */
  bare: string;
  /** After supabase/schemas. */
  schemas: string;
  /** As bare, for the migrations: `supabase db push` fills it. */
  migrations: string;
}

/** URLs of three databases on one server, owned by a `postgres` that is no superuser. */
export async function createMadeDatabases(server: RunningPostgres): Promise<MadeDatabases> {
  const bare = await createHostedDatabase(server);
  const clones = { schemas: "from_schemas", migrations: "from_migrations" };
  const admin = postgres(databaseUrl({ ...server, user: "supabase_admin" }, "postgres"), {
    max: 1,
    onnotice: () => {},
  });
  for (const name of Object.values(clones)) {
    await admin.unsafe(`create database ${name} template project owner postgres`);
    await admin.unsafe(`alter database ${name} set search_path = "$user", public, extensions`);
  }
  await admin.end();
  const schemas = databaseUrl(server, clones.schemas);
  await fillFromSchemas(schemas);
  await addExtensions(bare, schemas);
  return { bare, schemas, migrations: databaseUrl(server, clones.migrations) };
}

async function fillFromSchemas(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(history);
    for (const file of await schemaFiles(supabaseFolder)) {
      await sql.unsafe(await readFile(file, "utf8")).catch((error: Error) => {
        throw new Error(`supabase/schemas, ${basename(file)}: ${error.message}`, { cause: error });
      });
    }
  } finally {
    await sql.end();
  }
}

async function addExtensions(bare: string, like: string): Promise<void> {
  const [from, to] = [postgres(like, { max: 1 }), postgres(bare, { max: 1, onnotice: () => {} })];
  try {
    const found = await from`select e.extname as name, n.nspname as schema
      from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`;
    for (const { name, schema } of found)
      await to`create extension if not exists ${to(name)} with schema ${to(schema)}`;
  } finally {
    await Promise.all([from.end(), to.end()]);
  }
}

/** The CLI's table of what was applied (supabase/cli, pkg/migration/history.go), which it makes at the first push. */
const history = `create schema supabase_migrations;
  create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text)`;
