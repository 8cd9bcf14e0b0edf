import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { SupabaseCli } from "./supabase-cli.ts";

const root = join(import.meta.dirname, "..", "..");
const biome = join(root, "tools", "node_modules", "@biomejs", "biome", "bin", "biome");

const head = `// Made from supabase/migrations by \`npm run check:database -- --write\`; do not edit.\n\n`;

/** The TypeScript types of what the Data API shows, in our format: the CLI's own is one line a table. */
export async function generateTypes(cli: SupabaseCli): Promise<string> {
  const types = await cli.run("gen", "types", "--lang", "typescript", "--schema", "public");
  // The file itself is excluded in biome.json, hence another name.
  const formatted = spawnSync(process.execPath, [biome, "format", "--stdin-file-path=database-types.ts"], {
    cwd: root,
    input: types.slice(Math.max(0, types.indexOf("export type"))),
    encoding: "utf8",
  });
  if (formatted.status !== 0) throw new Error(`Biome could not format the types:\n${formatted.stderr}`);
  return head + formatted.stdout;
}
