import { spawn } from "node:child_process";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { CheckFailure } from "./check-failure.ts";

const vercel = join(import.meta.dirname, "..", "..", "tools", "deploy", "node_modules", ".bin", "vercel");
const longestMs = 100_000;

/**
 * `vercel build` in a copy of the project, without a network or an account. Answers the output's folder, moved out
 * of the copy: a dependency that the build forgot must not be found in the node_modules above it.
 */
export async function buildArtifact(temp: string, project: string, signal: AbortSignal): Promise<string> {
  await mkdir(join(project, ".vercel"));
  const settings = { framework: null, nodeVersion: "24.x" };
  const link = { projectId: "prj_none", orgId: "team_none", settings };
  await writeFile(join(project, ".vercel", "project.json"), JSON.stringify(link));
  await runVercelBuild(project, await npmThatDoesNothing(temp), temp, signal);
  const output = join(temp, "output");
  await rename(join(project, ".vercel", "output"), output);
  return output;
}

/**
 * For functions of api/ the builder runs `npm install` whatever `installCommand` says (@vercel/node,
 * downloadInstallAndBundle): everything is there already, so it meets an npm that answers at once.
 */
async function npmThatDoesNothing(temp: string): Promise<string> {
  const folder = join(temp, "bin");
  await mkdir(folder);
  await writeFile(join(folder, "npm"), "#!/bin/sh\nexit 0\n");
  await chmod(join(folder, "npm"), 0o755);
  return folder;
}

function runVercelBuild(cwd: string, bin: string, home: string, signal: AbortSignal): Promise<void> {
  const child = spawn(vercel, ["build", "--yes"], {
    cwd,
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      // A home of its own: it writes its configuration there, and nobody's login is used.
      HOME: home,
      XDG_DATA_HOME: home,
      PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
      CI: "1",
      NO_UPDATE_NOTIFIER: "1",
      VERCEL_TELEMETRY_DISABLED: "1",
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
  return new Promise((resolve, reject) => {
    const fail = (how: string, why = said) => {
      reject(new CheckFailure(`\`vercel build\` ${how}:\n${why.trim()}`));
    };
    child.once("error", (error) => fail(error.name === "AbortError" ? "was stopped" : "does not start"));
    child.once("close", (code) => {
      // Type errors are only printed: the build ends with 0, and Vercel deploys it.
      const typeErrors = said.split("\n").filter((line) => /error TS\d+:/.test(line));
      if (code !== 0) fail(`ended with ${code}`);
      else if (typeErrors.length > 0) fail("found type errors", typeErrors.join("\n"));
      else resolve();
    });
  });
}
