// npm run check:database: the migrations on a database like a new hosted project, its advisors, whether supabase/schemas,
// the migrations and the dump say the same, and the types. With --write it brings supabase/schema.sql and
// lib/db/database-types.gen.ts up to date instead of comparing them.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installExtra } from "./install-extra.mjs";

const root = join(import.meta.dirname, "..");
const typesFile = join(root, "lib", "db", "database-types.gen.ts");
const dumpFile = join(root, "supabase", "schema.sql");

const unknown = process.argv.slice(2).filter((argument) => argument !== "--write");
if (unknown.length > 0) {
  console.error(`Unknown option ${unknown[0]}: the only one is --write.`);
  process.exit(1);
}

installExtra(join(root, "test"), "the test parts (Postgres, Chromium)");
installExtra(join(root, "tools"), "the checkers (TypeScript, Biome)");
installExtra(join(root, "tools", "database"), "the Supabase CLI");
const { startPostgresServer } = await import("../test/support/postgres-server.ts");
const { compareRows } = await import("./database/compare-rows.ts");
const { createMadeDatabases } = await import("./database/made-databases.ts");
const { diffDatabases } = await import("./database/diff-databases.ts");
const { describeAdvice, findAdvice } = await import("./database/find-advice.ts");
const { generateTypes } = await import("./database/generate-types.ts");
const { pushMigrations } = await import("./database/push-migrations.ts");
const { supabaseCli } = await import("./database/supabase-cli.ts");
const { fileDrift } = await import("./database/file-drift.ts");

const dumpHead = "-- Made from supabase/schemas by `npm run check:database -- --write`; do not edit.\n\n";

const server = await startPostgresServer();
const made = await createMadeDatabases(server);
const cli = await supabaseCli(made.migrations);
/** The types are those of the state, which the migrations are held to. */
const stateCli = await supabaseCli(made.schemas);

const checks: [string, () => Promise<string[]>][] = [
  ["migrations on a hosted project", () => pushMigrations(cli)],
  ["advisors", async () => (await findAdvice(cli)).map(describeAdvice)],
  ["schemas are what the migrations make", compareSchemas],
  ["dump", compareDump],
  ["generated types", compareTypes],
];
let failed = 0;
try {
  for (const [name, check] of checks) {
    const problems = await check().catch((error: Error) => [error.message]);
    console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${name}`);
    for (const problem of problems) console.error(`  ${problem}`);
    failed += problems.length;
    // What follows looks at what the migrations made.
    if (name === checks[0]?.[0] && failed > 0) break;
  }
} finally {
  await Promise.all([cli.close(), stateCli.close()]);
  await server.stop();
}
process.exit(failed === 0 ? 0 : 1);

async function compareSchemas(): Promise<string[]> {
  const [sql, rows] = await Promise.all([
    diffDatabases(made.migrations, made.schemas),
    compareRows(made.migrations, made.schemas),
  ]);
  const todo = "Run `npm run migration -- NAME` and commit what it writes. The difference:";
  return sql === "" ? rows : [`${todo}\n${sql}`, ...rows];
}

async function compareDump(): Promise<string[]> {
  return compareFile(
    "supabase/schema.sql",
    dumpFile,
    dumpHead + (await diffDatabases(made.bare, made.schemas)),
  );
}

async function compareTypes(): Promise<string[]> {
  return compareFile("lib/db/database-types.gen.ts", typesFile, await generateTypes(stateCli));
}

async function compareFile(name: string, path: string, now: string): Promise<string[]> {
  if (process.argv.includes("--write")) {
    await writeFile(path, now);
    return [];
  }
  const checkedIn = await readFile(path, "utf8").catch(() => null);
  const drift = fileDrift(name, checkedIn, now);
  return drift === null ? [] : [drift];
}
