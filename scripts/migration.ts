// npm run migration -- NAME: writes into supabase/migrations what leads from the migrations there to supabase/schemas,
// and brings what is made of them (schema.sql, types, the version that the code expects) up to date.

import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installExtra } from "./install-extra.mjs";

const root = join(import.meta.dirname, "..");
const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9_]{2,60}$/.test(name) || process.argv.length > 3) {
  console.error("Say what changes: npm run migration -- lead_sources (small letters, digits, underscores).");
  process.exit(1);
}

installExtra(join(root, "test"), "the test parts (Postgres, Chromium)");
installExtra(join(root, "tools"), "the checkers (TypeScript, Biome)");
installExtra(join(root, "tools", "database"), "the Supabase CLI");
const { startPostgresServer } = await import("../test/support/postgres-server.ts");
const { createMadeDatabases } = await import("./database/made-databases.ts");
const { diffDatabases } = await import("./database/diff-databases.ts");
const { pushMigrations } = await import("./database/push-migrations.ts");
const { supabaseCli } = await import("./database/supabase-cli.ts");

const server = await startPostgresServer();
try {
  const made = await createMadeDatabases(server);
  const cli = await supabaseCli(made.migrations);
  const wrong = await pushMigrations(cli).finally(() => cli.close());
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  const sql = await diffDatabases(made.migrations, made.schemas);
  if (sql === "") {
    console.log("supabase/schemas is what the migrations make: nothing to write.");
  } else {
    const version = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const file = `${version}_${name}.sql`;
    await writeFile(join(root, "supabase", "migrations", file), sql);
    await writeFile(
      join(root, "lib", "db", "expected-migration.ts"),
      `/** The newest file of supabase/migrations that this code was written for; a test keeps it true. */\nexport const expectedMigration = "${version}";\n`,
    );
    console.log(`Wrote supabase/migrations/${file}: read it, and add what changes rows.`);
  }
} finally {
  await server.stop();
}
const { status } = spawnSync(process.execPath, [join(root, "scripts", "check-database.ts"), "--write"], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
