import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { serverSettings } from "./support/bench-server.ts";
import { type Part, table } from "./table.ts";

const docs = join(import.meta.dirname, "..", "docs");
const page = join(docs, "performance.md");
const plansFolder = join(docs, "performance-plans");

/** Renews the parts that were measured, between their marks in docs/performance.md, and their plans. */
export async function writePage(parts: Map<string, Part>): Promise<void> {
  let text = await readFile(page, "utf8");
  for (const [name, part] of parts) {
    text = between(text, name, table(part).trim());
    if (part.plans) await writePlans(part.plans);
  }
  const settings = Object.entries(serverSettings).map(([name, value]) => `\`${name} = ${value}\``);
  const machine = `Node ${process.versions.node}, PostgreSQL 17 with ${settings.join(", ")}; ${cpus().length} cores for everything.`;
  await writeFile(page, between(text, "machine", machine));
}

function between(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md lacks the marks ${begin} and ${end}.`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

async function writePlans(plans: { name: string; text: string }[]): Promise<void> {
  await mkdir(plansFolder, { recursive: true });
  for (const file of await readdir(plansFolder)) if (file.endsWith(".txt")) await rm(join(plansFolder, file));
  for (const { name, text } of plans) {
    const file = name.toLowerCase().replace(/[^a-z_]+/g, "-");
    await writeFile(join(plansFolder, `${file}.txt`), text);
  }
}
