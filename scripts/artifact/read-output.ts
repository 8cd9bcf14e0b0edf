import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import type { BuiltRoute } from "./route-request.ts";

/** What .vc-config.json of a function says; the Build Output API's names. */
export interface FunctionConfig {
  handler: string;
  runtime: string;
  launcherType: string;
  maxDuration?: number;
}

export interface BuiltFunction {
  /** Its path on the web, such as /api/webhook. */
  path: string;
  folder: string;
  config: FunctionConfig;
  /** Relative to the folder, with slashes. */
  files: string[];
}

/** What `vercel build` made. */
export interface BuiltOutput {
  routes: BuiltRoute[];
  functions: Map<string, BuiltFunction>;
  staticFolder: string;
  /** Paths on the web, such as /monitor/theme.css. */
  staticFiles: Set<string>;
}

export async function readOutput(folder: string): Promise<BuiltOutput> {
  const { routes } = JSON.parse(await readFile(join(folder, "config.json"), "utf8")) as {
    routes: BuiltRoute[];
  };
  const functionsFolder = join(folder, "functions");
  const names = (await filesOf(functionsFolder)).filter((file) => file.endsWith(".func/.vc-config.json"));
  const functions = await Promise.all(
    names.map((name) => readFunction(functionsFolder, name.slice(0, -".func/.vc-config.json".length))),
  );
  const staticFolder = join(folder, "static");
  return {
    routes,
    functions: new Map(functions.map((built) => [built.path, built])),
    staticFolder,
    staticFiles: new Set((await filesOf(staticFolder)).map((file) => `/${file}`)),
  };
}

async function readFunction(functionsFolder: string, name: string): Promise<BuiltFunction> {
  const folder = join(functionsFolder, `${name}.func`);
  const config = JSON.parse(await readFile(join(folder, ".vc-config.json"), "utf8")) as FunctionConfig;
  return { path: `/${name}`, folder, config, files: await filesOf(folder) };
}

async function filesOf(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, "/"),
    );
}
