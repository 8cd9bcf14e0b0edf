import type { Simulator } from "../../simulator/start-simulator.ts";
import type { BuiltOutput } from "./read-output.ts";
import type { ServedArtifact } from "./serve-artifact.ts";
import type { RunningFunction } from "./start-function.ts";
import type { ArtifactPlatform } from "./start-platform.ts";

export const secrets = {
  whatsappToken: "session-api-key-of-the-artifact",
  whatsappWebhookSecret: "whatsapp-webhook-secret-of-the-artifact",
  cloudtalkWebhookSecret: "cloudtalk webhook secret & more",
  cloudtalkSigningSecret: `whsec_${Buffer.from("cloudtalk-signing-secret-artifact").toString("base64")}`,
  cronSecret: "cron-secret-of-the-artifact",
};

/** The deployment on this machine, as the checks see it. */
export interface RunningArtifact {
  output: BuiltOutput;
  functions: Map<string, RunningFunction>;
  served: ServedArtifact;
  platform: ArtifactPlatform;
  simulator: Simulator;
}
