import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DevFile } from "../dev/dev-file.ts";
import type { DevSecrets } from "../dev/dev-secrets.ts";
import type { Environment } from "../dev/dev-settings.ts";
import { readEnvironment } from "../dev/read-environment.ts";

export interface ProjectEnvironment {
  env: Environment;
  /** The running `npm run dev` that the values come from; null when the environment or .env names a project. */
  dev: { file: DevFile; path: string } | null;
}

/** What a command works on: the project of the environment and .env, else the running `npm run dev`, else nothing. */
export function readProjectEnvironment(root: string): ProjectEnvironment {
  const env = readEnvironment(join(root, ".env"));
  const dataDir = resolve(env.DATA_DIR?.trim() || ".data");
  const path = join(dataDir, "dev.json");
  const file = env.SUPABASE_URL ? null : readJson<DevFile>(path);
  if (file === null) return { env, dev: null };
  const secrets = readJson<DevSecrets>(join(dataDir, "secrets.json"));
  return { env: devEnvironment(env, file, secrets), dev: { file, path } };
}

/** What the doors of `npm run dev` were given, as far as its files tell. */
function devEnvironment(env: Environment, file: DevFile, secrets: DevSecrets | null): Environment {
  return {
    ...env,
    SUPABASE_URL: file.supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: file.publishableKey,
    SUPABASE_SECRET_KEY: file.secretKey,
    WHATSAPP_API_URL: env.WHATSAPP_API_URL || `${file.simulatorUrl}/wasender/api`,
    WHATSAPP_API_TOKEN: env.WHATSAPP_API_TOKEN || secrets?.whatsappApiToken,
    WHATSAPP_WEBHOOK_SECRET: file.whatsappWebhookSecret,
    CLOUDTALK_WEBHOOK_SECRET: file.cloudtalkWebhookSecret,
    CLOUDTALK_SIGNING_SECRET: file.cloudtalkSigningSecret,
    CRON_SECRET: file.cronSecret,
  };
}

/** Null where there is no such file, or it is just being written. */
function readJson<Content>(path: string): Content | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Content;
  } catch {
    return null;
  }
}
