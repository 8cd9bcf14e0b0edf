import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** Rooms of `lib/` from the top down. A room imports those below it; `services.ts` and `config.ts` count as rooms. */
const rooms = [
  "doors",
  "pages",
  "rest",
  "web",
  "work",
  "asks",
  "inbox",
  "outbox",
  "people",
  "settings",
  "config.ts",
  "vendors",
  "model",
  "db",
  "base",
];

/** Made by the doors out of all rooms. Whoever stands above the vendors may name its type, and only that. */
const composition = "services.ts";

export interface Arrow {
  file: string;
  line: number;
  from: string;
  to: string;
  /** What is wrong, as a sentence. */
  why: string;
}

/** Imports in `lib/` that run upwards, against the order of docs/architecture.md. Paths are relative to `lib`. */
export async function roomArrows(lib: string): Promise<Arrow[]> {
  const files = (await readdir(lib, { recursive: true })).filter((name) => name.endsWith(".ts"));
  const found = await Promise.all(files.map((file) => arrowsIn(lib, file)));
  return found.flat().toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

async function arrowsIn(lib: string, name: string): Promise<Arrow[]> {
  const file = name.split(sep).join("/");
  const from = roomOf(file);
  const text = await readFile(join(lib, name), "utf8");
  const imports = [
    ...text.matchAll(/\b(import|export)\s+(type\s)?[^;"]*?\bfrom\s*"(\.[^"]+)"|\bimport\(\s*"(\.[^"]+)"/g),
  ];
  return imports.flatMap((match) => {
    const target = match[3] ?? match[4]!;
    const to = roomOf(
      relative(lib, join(lib, dirname(name), target))
        .split(sep)
        .join("/"),
    );
    const why = whyNot(from, to, match[2] !== undefined);
    return why ? [{ file, line: text.slice(0, match.index).split("\n").length, from, to, why }] : [];
  });
}

function whyNot(from: string, to: string, isType: boolean): string | null {
  if (from === to || from === composition) return null;
  if (to === composition) {
    if (from === "doors" || (isType && rank(from) < rank("config.ts"))) return null;
    return `${from} may not import ${composition}: only the doors make the services, and rooms above the vendors name their type.`;
  }
  if (rank(from) < 0) return `${from} is no room: see the list in scripts/check/room-arrows.ts.`;
  return rank(from) < rank(to) ? null : `${from} may not import ${to}, which stands above it.`;
}

function rank(room: string): number {
  return rooms.indexOf(room);
}

function roomOf(path: string): string {
  return path.split("/")[0]!;
}
