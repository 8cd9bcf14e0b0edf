import { Webhook } from "standardwebhooks";
import type { Doctor, TrialDelivery } from "../vendor.ts";

const path = "/webhook/cloudtalk";
/** A call that only began, in a workflow's words and in the native ones: recorded as ignored, whatever the rules are. */
const callStarted = JSON.stringify({ event: "call-started", source: "aftercall doctor" });
const nativeCallStarted = JSON.stringify({ type: "call.started", version: "v1", data: {} });

export const cloudtalkDoctor: Doctor = {
  trials({ CLOUDTALK_WEBHOOK_SECRET: shared, CLOUDTALK_SIGNING_SECRET: signing }) {
    const trials: TrialDelivery[] = [];
    if (shared || !signing) {
      trials.push({
        path,
        variable: "CLOUDTALK_WEBHOOK_SECRET",
        body: callStarted,
        strange: {},
        known: shared ? { "x-webhook-secret": shared } : null,
      });
    }
    if (signing) {
      const nobodys = `whsec_${Buffer.from("nobody's signing secret").toString("base64")}`;
      trials.push({
        path,
        variable: "CLOUDTALK_SIGNING_SECRET",
        body: nativeCallStarted,
        strange: signed(nobodys, nativeCallStarted),
        known: signed(signing, nativeCallStarted),
      });
    }
    return trials;
  },
};

function signed(secret: string, body: string): Record<string, string> {
  const [id, at] = [`doctor_${crypto.randomUUID()}`, new Date()];
  const seconds = String(Math.floor(at.getTime() / 1000));
  try {
    return {
      "svix-id": id,
      "svix-timestamp": seconds,
      "svix-signature": new Webhook(secret).sign(id, at, body),
    };
  } catch {
    // No base64: the environment's own check has said so, and the door will refuse.
    return { "svix-id": id, "svix-timestamp": seconds, "svix-signature": "v1,none" };
  }
}
