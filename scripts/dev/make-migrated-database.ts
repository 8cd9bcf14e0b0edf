// Started by migrated-database.ts with an empty folder: leaves a migrated PGlite there.

import { SqlFileError } from "../platform/apply-migrations.ts";
import { openPglite } from "../platform/open-pglite.ts";
import { prepareDatabase } from "../platform/prepare-database.ts";

try {
  const connection = await openPglite(process.argv[2]!);
  await prepareDatabase(connection);
  await connection.close();
  process.exit(0);
} catch (error) {
  console.error(error instanceof SqlFileError ? error.message : error);
  process.exit(1);
}
