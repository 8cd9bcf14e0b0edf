import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import type { Environment } from "./dev-settings.ts";

/**
 * The process's environment over that of a .env file. Not process.loadEnvFile: it keeps a variable that the
 * shell left empty, and here empty is unset.
 */
export function readEnvironment(path: string): Environment {
  const merged: Environment = { ...readEnvFile(path) };
  for (const [name, value] of Object.entries(process.env)) if (value) merged[name] = value;
  return merged;
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return {};
    throw error;
  }
}
