import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createApiKey } from "../../lib/base/api-key.ts";
import { generatePlatformKeys, type PlatformKeys } from "../platform/platform-keys.ts";
import { DevFailure } from "./dev-failure.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

export interface DevSecrets extends PlatformKeys {
  staffPassword: string;
  whatsappApiToken: string;
  whatsappWebhookSecret: string;
  cloudtalkWebhookSecret: string;
  cloudtalkSigningSecret: string;
  cloudtalkApiKey: string;
  wasenderPersonalToken: string;
  metaAccessToken: string;
  metaAppSecret: string;
  metaVerifyToken: string;
  cunnektApiKey: string;
  cunnektWebhookToken: string;
  googleLeadsKey: string;
  cronSecret: string;
  channelKeys: string;
  apiKey: string;
}

/** The generated values of a data folder: made once, so that sessions and bookmarks outlive a restart. */
export async function devSecrets(dataDir: string): Promise<DevSecrets> {
  const path = join(dataDir, "secrets.json");
  const kept = await readSecrets(path);
  const secrets = { ...generate(), ...kept };
  await writeFileAtomically(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

async function readSecrets(path: string): Promise<Partial<DevSecrets>> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return {};
    throw new DevFailure(
      `${path} cannot be read (${(error as Error).message}): delete it to have a new one.`,
    );
  }
}

function generate(): DevSecrets {
  const secret = () => randomBytes(24).toString("base64url");
  return {
    ...generatePlatformKeys(),
    staffPassword: randomBytes(9).toString("base64url"),
    whatsappApiToken: secret(),
    whatsappWebhookSecret: secret(),
    cloudtalkWebhookSecret: secret(),
    cloudtalkSigningSecret: `whsec_${randomBytes(24).toString("base64")}`,
    cloudtalkApiKey: secret(),
    wasenderPersonalToken: secret(),
    metaAccessToken: `EAA${randomBytes(48).toString("hex")}`,
    metaAppSecret: randomBytes(16).toString("hex"),
    metaVerifyToken: secret(),
    cunnektApiKey: secret(),
    googleLeadsKey: secret(),
    cunnektWebhookToken: secret(),
    cronSecret: secret(),
    channelKeys: `dev:${randomBytes(32).toString("base64")}`,
    apiKey: createApiKey().key,
  };
}
