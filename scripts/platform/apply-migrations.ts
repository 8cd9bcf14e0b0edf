import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { type Statement, splitStatements } from "./split-statements.ts";
import type { SqlDatabase } from "./sql-session.ts";

/** A migration or seed that Postgres refused; the message names the file, the line and the statement. */
export class SqlFileError extends Error {
  override name = "SqlFileError";
}

/**
 * Applies the .sql files of a folder in the order of their names, each in a transaction with its own record
 * in supabase_migrations.schema_migrations, the table the Supabase CLI keeps too. Answers what it applied.
 */
export async function applyMigrations(database: SqlDatabase, folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  const rows = await database.query<{ version: string }>(
    "select version from supabase_migrations.schema_migrations",
  );
  const known = new Set(rows.map((row) => row.version));
  const pending = files.filter((file) => !known.has(versionOf(file).version));
  for (const file of pending) {
    const { version, name } = versionOf(file);
    await runSqlFile(database, join(folder, file), (tx, statements) =>
      tx.query(
        `insert into supabase_migrations.schema_migrations (version, name, statements)
         select $1, $2, array(select jsonb_array_elements_text($3::text::jsonb))`,
        [version, name, JSON.stringify(statements.map((statement) => statement.text))],
      ),
    );
  }
  return pending;
}

/** Runs a file in one transaction; `record` joins it. */
export async function runSqlFile(
  database: SqlDatabase,
  path: string,
  record?: (
    tx: Parameters<Parameters<SqlDatabase["transaction"]>[0]>[0],
    all: Statement[],
  ) => Promise<unknown>,
): Promise<void> {
  const statements = splitStatements(await readFile(path, "utf8"));
  await database.transaction(async (tx) => {
    for (const statement of statements) {
      await tx.exec(statement.text).catch((error) => {
        throw describe(path, statement, error);
      });
    }
    await record?.(tx, statements);
  });
}

/** `20261130120000_first.sql` as its two parts. */
export function versionOf(file: string): { version: string; name: string } {
  const match = /^(\d+)_(.+)\.sql$/.exec(basename(file));
  if (!match) {
    throw new SqlFileError(`Rename the migration ${file} to <digits>_<name>.sql: its number is its order.`);
  }
  return { version: match[1]!, name: match[2]! };
}

function describe(path: string, statement: Statement, error: unknown): SqlFileError {
  const { message, position, detail } = error as { message: string; position?: string; detail?: string };
  const lines = position ? statement.text.slice(0, Number(position)).split("\n").length - 1 : 0;
  const head = statement.text.split("\n")[0]!.slice(0, 80);
  const file = relative(process.cwd(), path);
  const why = detail ? `${message} (${detail})` : message;
  return new SqlFileError(`${file}, line ${statement.line + lines}: ${why}, in the statement "${head}".`, {
    cause: error,
  });
}
