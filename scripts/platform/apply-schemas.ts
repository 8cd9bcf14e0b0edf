import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { runSqlFile, versionOf } from "./apply-migrations.ts";
import { schemaFiles } from "./schema-files.ts";
import type { SqlDatabase } from "./sql-session.ts";

/** Makes the state of supabase/schemas in an empty database, which then counts as having all migrations. */
export async function applySchemas(database: SqlDatabase, supabaseFolder: string): Promise<void> {
  for (const file of await schemaFiles(supabaseFolder)) await runSqlFile(database, file);
  const files = (await readdir(join(supabaseFolder, "migrations"))).filter((file) => file.endsWith(".sql"));
  for (const { version, name } of files.sort().map(versionOf)) {
    await database.query(
      "insert into supabase_migrations.schema_migrations (version, name) values ($1, $2)",
      [version, name],
    );
  }
}
