import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DevFile } from "../../scripts/dev/dev-file.ts";
import { readProjectEnvironment } from "../../scripts/staff/project-environment.ts";

/** Which project a command works on: named by the environment or .env, else the running `npm run dev`. */
const devFile: DevFile = {
  url: "http://127.0.0.1:3000",
  supabaseUrl: "http://127.0.0.1:54321",
  publishableKey: "sb_publishable_dev",
  secretKey: "sb_secret_dev",
  simulatorUrl: "http://127.0.0.1:3001",
  staff: { email: "anna@aftercall.test", password: "password" },
  members: [],
  whatsappWebhookSecret: "whatsapp-webhook",
  cloudtalkWebhookSecret: "cloudtalk-webhook",
  cloudtalkSigningSecret: "whsec_x",
  googleLeadsKey: "",
  cronSecret: "cron",
  metaVerifyToken: "",
  metaAppSecret: "",
  cunnektWebhookToken: "",
  apiKey: "aftercall_x",
};
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "aftercall-environment-"));
  vi.stubEnv("DATA_DIR", root);
  for (const name of ["SUPABASE_URL", "WHATSAPP_API_URL", "WHATSAPP_API_TOKEN"]) vi.stubEnv(name, "");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});
const write = (name: string, content: string) => writeFile(join(root, name), content);

test("nothing is known where neither is there", () => {
  const { env, dev } = readProjectEnvironment(root);
  expect([env.SUPABASE_URL, dev]).toEqual([undefined, null]);
});

test("the running dev is taken where no project is named, with the simulator as Wasender", async () => {
  await write("dev.json", JSON.stringify(devFile));
  await write("secrets.json", JSON.stringify({ whatsappApiToken: "token-of-dev" }));
  const { env, dev } = readProjectEnvironment(root);
  expect(dev?.file.url).toBe("http://127.0.0.1:3000");
  expect(env).toMatchObject({
    SUPABASE_URL: "http://127.0.0.1:54321",
    SUPABASE_SECRET_KEY: "sb_secret_dev",
    WHATSAPP_API_URL: "http://127.0.0.1:3001/wasender/api",
    WHATSAPP_API_TOKEN: "token-of-dev",
    CRON_SECRET: "cron",
  });
});

test("a project named in .env comes before the running dev, and an empty name is none", async () => {
  await write("dev.json", JSON.stringify(devFile));
  await write(".env", "SUPABASE_URL=\n");
  expect(readProjectEnvironment(root).dev).not.toBeNull();
  await write(".env", "SUPABASE_URL=https://project.example\n");
  const { env, dev } = readProjectEnvironment(root);
  expect([env.SUPABASE_URL, dev]).toEqual(["https://project.example", null]);
});

test("a dev.json that cannot be read is none", async () => {
  await write("dev.json", "{");
  expect(readProjectEnvironment(root).dev).toBeNull();
});
