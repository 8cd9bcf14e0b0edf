import { existsSync } from "node:fs";
import { join } from "node:path";
import { applyMigrations, runSqlFile } from "./apply-migrations.ts";
import { applySchemas } from "./apply-schemas.ts";
import { createRoles, grantLikeHosted } from "./create-roles.ts";
import { createSupabaseApp } from "./create-supabase-app.ts";
import { generatePlatformKeys } from "./platform-keys.ts";
import { type PlatformConnection, sqlDatabase } from "./sql-session.ts";

export interface PrepareOptions {
  /** The folder that holds migrations/ and, perhaps, seed.sql. */
  supabaseFolder?: string;
  /** Runs seed.sql after the first migrations; the tests' template goes without. */
  seed?: boolean;
  /** From an empty database: the state of schemas/ instead of the migrations. `npm run check:database` holds them equal. */
  fromSchemas?: boolean;
}

const repositoryFolder = join(import.meta.dirname, "..", "..");

/**
 * Brings an empty or older database to what a Supabase project is after `db push`: roles, the auth schema,
 * our migrations. Safe to repeat. Answers the migrations it applied, none when the database was current.
 */
export async function prepareDatabase(
  connection: PlatformConnection,
  {
    supabaseFolder = join(repositoryFolder, "supabase"),
    seed = false,
    fromSchemas = false,
  }: PrepareOptions = {},
): Promise<{ applied: string[] }> {
  const database = sqlDatabase(connection);
  await createRoles(database);
  await createSupabaseApp(connection, generatePlatformKeys()).ensureSystemSchema();
  await grantLikeHosted(database);
  if (fromSchemas) {
    await applySchemas(database, supabaseFolder);
    return { applied: [] };
  }
  const applied = await applyMigrations(database, join(supabaseFolder, "migrations"));
  if (seed && applied.length > 0) await seedDatabase(connection, supabaseFolder);
  return { applied };
}

/** Runs seed.sql, where there is one. */
export async function seedDatabase(
  connection: PlatformConnection,
  supabaseFolder = join(repositoryFolder, "supabase"),
): Promise<void> {
  const seedFile = join(supabaseFolder, "seed.sql");
  if (existsSync(seedFile)) await runSqlFile(sqlDatabase(connection), seedFile);
}
