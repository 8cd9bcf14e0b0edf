import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { measureImports } from "../scripts/artifact/measure-imports.ts";
import { type Part, ratioRow } from "./table.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist", "doors");
const limit = 1.3;

/** A cold start's share that is ours: loading each deployed door, beside loading supabase-js alone. */
export async function imports(): Promise<Part> {
  await promisify(execFile)(process.execPath, [join(root, "scripts", "bundle-doors.ts")], { cwd: root });
  const files = (await readdir(folder)).filter((file) => file.endsWith(".js")).sort();
  const doors = files.map((file) => ({
    path: file,
    folder,
    config: { handler: file, runtime: "nodejs24.x", launcherType: "Nodejs" },
    files: [file],
  }));
  const [base, ...times] = await measureImports(doors, root, limit);
  const sizes = await Promise.all(
    files.map(async (file) => {
      const bytes = await loadedAtStart(file);
      return `${file} ${kilobytes(bytes.length)} (${kilobytes(gzipSync(bytes).length)} gzip)`;
    }),
  );
  return {
    title: "Import time of a deployed entry point",
    rows: times.map(({ path, ms }) =>
      ratioRow(path, { value: ms, unit: "ms" }, { value: base!.ms, unit: "ms" }, { atMost: limit }),
    ),
    notes: [
      'Against `import "@supabase/supabase-js"` alone; the shortest of at least 15 fresh processes each, in turns.',
      `What each loads at start: ${sizes.join(", ")}.`,
    ],
  };
}

/** An entry and the chunk of all that it needs at once; the others are loaded with the first page that wants them. */
async function loadedAtStart(entry: string): Promise<Buffer> {
  const chunks = join(folder, entry.replace(/\.js$/, ""));
  const names = (await readdir(chunks)).filter((name) => /^(start|rolldown-runtime)-/.test(name));
  const files = [join(folder, entry), ...names.map((name) => join(chunks, name))];
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
