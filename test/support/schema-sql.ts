import { globSync, readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** Where a topic's part of the database's state stands, by the file's name without its ending. */
export function schemaFile(name: string): string {
  const [path, more] = globSync(`supabase/schemas/*/${name}.sql`, { cwd: root });
  if (!path || more) throw new Error(`supabase/schemas has no file ${name}.sql, or several.`);
  return path;
}

/** The database's state as SQL, each run of blanks and line breaks as one blank. */
export function schemaSql(...names: string[]): string {
  const paths =
    names.length > 0 ? names.map(schemaFile) : globSync("supabase/schemas/*/*.sql", { cwd: root });
  return paths
    .toSorted()
    .map((path) => readFileSync(new URL(path, root), "utf8").replace(/--.*$/gm, ""))
    .join("\n")
    .replace(/\s+/g, " ");
}
