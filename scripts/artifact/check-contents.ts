import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { must, mustBe } from "./check-failure.ts";
import type { BuiltFunction, BuiltOutput } from "./read-output.ts";

const durations: Record<string, number> = {
  "/api/clock": 120,
  "/api/monitor": 120,
  "/api/rest": 120,
  "/api/webhook": 120,
};
const ours = /^(api|lib|dist)\/.+\.(js|js\.map)$|^node_modules\/|^package\.json$|^\.vc-config\.json$/;
const asset = /\.(css|js|svg|md)$/;

/** What would be deployed: the four functions and nothing that serves development only, no page among the files. */
export async function checkContents(output: BuiltOutput, project: string): Promise<void> {
  mustBe([...output.functions.keys()].sort(), Object.keys(durations), "The list of functions");
  const installed = await developmentPackages(project);
  for (const built of output.functions.values()) checkFunction(built, installed);
  must(output.staticFiles.has("/monitor/theme.css"), "The files of public/ are not in the artifact.");
  for (const file of output.staticFiles) {
    must(
      asset.test(file),
      `public${file} would be served to everybody, before any check: only CSS, scripts and icons belong there.`,
    );
  }
  const { regions } = JSON.parse(await readFile(join(project, "vercel.json"), "utf8")) as {
    regions?: unknown;
  };
  mustBe(regions, ["fra1"], "The region in vercel.json, beside the database,");
}

function checkFunction({ path, config, files }: BuiltFunction, development: Set<string>): void {
  const { runtime, launcherType, maxDuration } = config;
  mustBe([runtime, launcherType], ["nodejs24.x", "Nodejs"], `The runtime of ${path}`);
  mustBe(maxDuration, durations[path], `maxDuration of ${path}, in seconds,`);
  for (const file of files) {
    must(ours.test(file), `${file} is in the function ${path}: only api/, lib/ and packages belong there.`);
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
    must(
      !name || !development.has(name),
      `The function ${path} uses ${name}, a devDependency: move it to dependencies.`,
    );
  }
}

/** Names that the lockfile has for development only. */
async function developmentPackages(project: string): Promise<Set<string>> {
  const { packages } = JSON.parse(await readFile(join(project, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const names = Object.entries(packages)
    .filter(([path, { dev }]) => dev && path.startsWith("node_modules/"))
    .map(([path]) => path.slice("node_modules/".length));
  return new Set(names);
}
