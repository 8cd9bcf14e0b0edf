import { startSimulator } from "../../simulator/start-simulator.ts";
import type { BuiltOutput } from "./read-output.ts";
import { type RunningArtifact, secrets } from "./running-artifact.ts";
import { serveArtifact } from "./serve-artifact.ts";
import { type RunningFunction, startFunction } from "./start-function.ts";
import { startPlatform } from "./start-platform.ts";

/** Short, so that the check is: the pace itself is for the tests of the outbox. */
const intervalSeconds = 0.2;

/** Starts the artifact with everything it needs around it; `closers` gets what ends it, last things first. */
export async function runArtifact(
  output: BuiltOutput,
  closers: (() => Promise<unknown>)[],
): Promise<RunningArtifact> {
  const platform = await startPlatform();
  closers.push(() => platform.close());
  const functions = new Map<string, RunningFunction>();
  const served = await serveArtifact(output, functions);
  closers.push(() => served.close());
  const simulator = await startSimulator({
    port: 0,
    productUrl: served.url,
    ...secrets,
    minIntervalMs: 0,
    dailyLimit: 0,
    statusDelayMs: 100,
  });
  closers.push(() => simulator.close());
  const env = {
    SUPABASE_URL: platform.url,
    SUPABASE_PUBLISHABLE_KEY: platform.keys.publishableKey,
    SUPABASE_SECRET_KEY: platform.keys.secretKey,
    WHATSAPP_API_URL: simulator.apiUrl,
    WHATSAPP_API_TOKEN: secrets.whatsappToken,
    WHATSAPP_WEBHOOK_SECRET: secrets.whatsappWebhookSecret,
    CLOUDTALK_WEBHOOK_SECRET: secrets.cloudtalkWebhookSecret,
    CLOUDTALK_SIGNING_SECRET: secrets.cloudtalkSigningSecret,
    CRON_SECRET: secrets.cronSecret,
    WHATSAPP_MIN_INTERVAL_SECONDS: String(intervalSeconds),
    WHATSAPP_SENDING_HOURS: "00:00-24:00",
  };
  for (const built of output.functions.values()) {
    const running = await startFunction(built, env);
    closers.push(() => running.stop());
    functions.set(built.path, running);
  }
  return { output, functions, served, platform, simulator };
}
