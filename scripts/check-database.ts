// npm run check:database: the migrations on a database like a new hosted project, its advisors, and the types.
// With --write it brings lib/db/database-types.gen.ts up to date instead of comparing it.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installExtra } from "./install-extra.mjs";

const root = join(import.meta.dirname, "..");
const typesFile = join(root, "lib", "db", "database-types.gen.ts");

const unknown = process.argv.slice(2).filter((argument) => argument !== "--write");
if (unknown.length > 0) {
  console.error(`Unknown option ${unknown[0]}: the only one is --write.`);
  process.exit(1);
}

installExtra(join(root, "test"), "the test parts (Postgres, Chromium)");
installExtra(join(root, "tools"), "the checkers (TypeScript, Biome)");
installExtra(join(root, "tools", "database"), "the Supabase CLI");
const { startPostgresServer } = await import("../test/support/postgres-server.ts");
const { createHostedDatabase } = await import("./database/create-hosted-database.ts");
const { describeAdvice, findAdvice } = await import("./database/find-advice.ts");
const { generateTypes } = await import("./database/generate-types.ts");
const { pushMigrations } = await import("./database/push-migrations.ts");
const { supabaseCli } = await import("./database/supabase-cli.ts");
const { typeDrift } = await import("./database/type-drift.ts");

const server = await startPostgresServer();
const cli = await supabaseCli(await createHostedDatabase(server));

const checks: [string, () => Promise<string[]>][] = [
  ["migrations on a hosted project", () => pushMigrations(cli)],
  ["advisors", async () => (await findAdvice(cli)).map(describeAdvice)],
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
  await cli.close();
  await server.stop();
}
process.exit(failed === 0 ? 0 : 1);

async function compareTypes(): Promise<string[]> {
  const types = await generateTypes(cli);
  if (process.argv.includes("--write")) {
    await writeFile(typesFile, types);
    return [];
  }
  const checkedIn = await readFile(typesFile, "utf8").catch(() => null);
  const drift = typeDrift(checkedIn, types);
  return drift === null ? [] : [drift];
}
