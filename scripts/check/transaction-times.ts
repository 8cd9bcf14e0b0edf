import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export interface TransactionTime {
  file: string;
  line: number;
  word: string;
}

// clock_timestamp() is for app.now() alone: anything else would not follow the tests' clock.
const forbidden =
  /(?<![\w.])(?:pg_catalog\.)?(?:now\s*\(\s*\)|(?:transaction|statement|clock)_timestamp\s*\(\s*\)|timeofday\s*\(\s*\))|(?<![\w.])(?:current|local)_?(?:timestamp|time|date)\b/gi;

const appNow = /create\s+(?:or\s+replace\s+)?function\s+app\.now\(\)[\s\S]*?(\$\w*\$)[\s\S]*?\1/gi;
const comments = /--[^\n]*|\/\*[\s\S]*?\*\//g;

/** The dump, which is made: Postgres writes app.now() there in its own words. */
const dump = "schema.sql";

/** Places where SQL files in a folder, and below, read a time other than app.now(); comments and app.now() itself may. */
export async function transactionTimes(folder: string): Promise<TransactionTime[]> {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith(".sql") && file !== dump)
    .sort();
  const found = files.map(async (file) => inSql(file, await readFile(join(folder, file), "utf8")));
  return (await Promise.all(found)).flat();
}

function inSql(file: string, sql: string): TransactionTime[] {
  // Blanked rather than removed, so that the lines stay.
  const blank = (text: string) => text.replace(/[^\n]/g, " ");
  const code = sql.replace(comments, blank).replace(appNow, blank);
  return [...code.matchAll(forbidden)].map((match) => ({
    file,
    line: code.slice(0, match.index).split("\n").length,
    word: match[0],
  }));
}
