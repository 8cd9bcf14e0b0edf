import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The files of supabase/schemas in the order in which they make the state: `schema_paths` of config.toml, where the Supabase
 * CLI looks too (supabase.com/docs/guides/local-development/declarative-database-schemas).
 */
export async function schemaFiles(supabaseFolder: string): Promise<string[]> {
  const config = await readFile(join(supabaseFolder, "config.toml"), "utf8");
  const list = /^schema_paths\s*=\s*\[([^\]]*)\]/m.exec(config)?.[1];
  if (list === undefined) throw new Error("supabase/config.toml has no schema_paths: list the files there.");
  return [...list.matchAll(/"\.\/([^"]+)"/g)].map(([, path]) => join(supabaseFolder, path!));
}
