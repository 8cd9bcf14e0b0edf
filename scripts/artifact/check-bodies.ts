import { svixHeaders } from "../../simulator/cloudtalk/svix-headers.ts";
import { mustBe } from "./check-failure.ts";
import { type RunningArtifact, secrets } from "./running-artifact.ts";

/** Oddly spaced, with text outside ASCII and an escape: any parsing and re-serialising changes its bytes. */
const body = `{ "event_id":"evt_artifact",  "type":"call.started","version":"v1",
  "data":{"call_id":1.0,"note":"Nicolò è così 🎉 \\u00e8 ñ"} }\n`;

/** The bytes a sender signed reach the door as they were. */
export async function checkBodies({ served, platform }: RunningArtifact): Promise<void> {
  const signed = svixHeaders(secrets.cloudtalkSigningSecret, Date.now)(body);
  const post = (bytes: string, headers: Record<string, string>) =>
    fetch(`${served.url}/webhook/cloudtalk`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: new TextEncoder().encode(bytes),
    });
  mustBe((await post(body, signed)).status, 200, "The status of a signed webhook with text outside ASCII");
  mustBe(
    (await post(body.replace("ò", "o"), signed)).status,
    401,
    "The status of a webhook that was changed on its way",
  );
  const large = `{"event":"call-ended","note":"${"x".repeat(4 * 1024 * 1024)}"}`;
  const secret = { "x-webhook-secret": secrets.cloudtalkWebhookSecret };
  mustBe((await post(large, secret)).status, 413, "The status of a body over 4 MiB");
  const [row] = await platform.sql<
    { count: number }[]
  >`select count(*)::int as count from webhook_requests where outcome <> 'rejected'`;
  mustBe(row?.count, 1, "The number of recorded deliveries after one good one");
}
