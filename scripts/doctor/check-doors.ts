import { Webhook } from "standardwebhooks";
import type { Config } from "../../lib/config.ts";
import { checkPages } from "./check-pages.ts";
import { type Finding, fix, ok, skipped } from "./finding.ts";
import { type Answer, type Knock, knockAt } from "./knock.ts";

/** The deployment from outside: who gets in, and who does not. Leaves a few ignored deliveries behind, nothing else. */
export async function checkDoors(
  url: string,
  config: Config | null,
  through: typeof fetch,
): Promise<Finding[]> {
  const knock = knockAt(url, through);
  try {
    const health = await knock("/api/health");
    const stranger = whoElseAnswers(health);
    if (stranger) return [stranger];
    return [
      reportHealth(health),
      ...(await cloudtalkDoor(knock, config)),
      ...(await wasenderDoor(knock, config)),
      await closedDoor(knock, "/api/clock", "CRON_SECRET"),
      await closedDoor(knock, "/api/whatsapp-incoming", null),
      ...(await checkPages(knock, url)),
    ];
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? (cause as NodeJS.ErrnoException).code || cause.message : message;
    return [fix(`Nobody answers at ${url} (${why}).`, "Compare --url with the deployment's domain.")];
  }
}

/** Vercel answers a protected deployment itself, with a sign-in page (vercel.com/docs/deployment-protection). */
function whoElseAnswers({ status, body, headers }: Answer): Finding | null {
  if ("migrations" in body || "error" in body) return null;
  if ([301, 302, 303, 307, 308].includes(status) && !/vercel\.com/.test(headers.get("location") ?? "")) {
    return fix(
      `The address redirects to ${headers.get("location")}.`,
      "Give that one as --url, and to CloudTalk.",
    );
  }
  return [302, 303, 307, 401, 403].includes(status)
    ? fix(
        "Vercel's deployment protection answers instead of Aftercall.",
        "Give the production domain as --url, and to CloudTalk and Wasender: webhooks cannot sign in.",
      )
    : fix(
        `/api/health is not there (${status}).`,
        "Deploy this repository, with its vercel.json, at that domain.",
      );
}

function reportHealth({ status, body, message, code }: Answer): Finding {
  // Where only its clock stands still, that is told elsewhere, with what to do about it.
  if (status === 200 || (body.database === "ok" && body.migrations === "ok"))
    return ok("The deployment reaches a database of the version it was built for.");
  if (code) return fix("The deployment is not configured.", message);
  if (body.database !== "ok") {
    return fix(
      "The deployment does not reach its database.",
      "Compare SUPABASE_URL and SUPABASE_SECRET_KEY in Vercel's environment with the project's, and deploy again.",
    );
  }
  const { found, expected } = (body.migrations ?? {}) as { found?: string; expected?: string };
  return fix(
    `The database is at migration ${found}, the deployment wants ${expected}.`,
    "Run `supabase db push`, or deploy.",
  );
}

/** A call that only began, in a workflow's words and in the native ones: recorded as ignored, whatever the rules are. */
const callStarted = JSON.stringify({ event: "call-started", source: "aftercall doctor" });
const nativeCallStarted = JSON.stringify({ type: "call.started", version: "v1", data: {} });

async function cloudtalkDoor(knock: Knock, config: Config | null): Promise<Finding[]> {
  const path = "/webhook/cloudtalk";
  const names = "CLOUDTALK_WEBHOOK_SECRET";
  const findings: Finding[] = [];
  const shared = config?.cloudtalkWebhookSecret;
  const signing = config?.cloudtalkSigningSecret;
  if (shared || !signing) {
    findings.push(await refusal(knock, path, {}, names));
    findings.push(
      await acceptance(knock, path, shared ? { "x-webhook-secret": shared } : null, names, callStarted),
    );
  }
  if (signing) {
    const name = "CLOUDTALK_SIGNING_SECRET";
    const nobodys = `whsec_${Buffer.from("nobody's signing secret").toString("base64")}`;
    findings.push(await refusal(knock, path, signed(nobodys, callStarted), name));
    const headers = signed(signing, nativeCallStarted);
    findings.push(await acceptance(knock, path, headers, name, nativeCallStarted));
  }
  return findings;
}

/** The event of Wasender's own test button. */
const webhookTest = JSON.stringify({ event: "webhook.test", data: { message: "aftercall doctor" } });

async function wasenderDoor(knock: Knock, config: Config | null): Promise<Finding[]> {
  const [path, name] = ["/api/whatsapp-webhook", "WHATSAPP_WEBHOOK_SECRET"];
  const secret = config?.whatsappWebhookSecret;
  const headers = secret ? { "x-webhook-signature": secret } : null;
  return [await refusal(knock, path, {}, name), await acceptance(knock, path, headers, name, webhookTest)];
}

async function refusal(
  knock: Knock,
  path: string,
  headers: Record<string, string>,
  name: string,
): Promise<Finding> {
  const answer = await knock(path, post(headers, callStarted));
  if (answer.status === 401 && answer.code) return ok(`${path} refuses who does not know ${name}.`);
  if (answer.code === "not_configured") {
    return fix(
      `${path} takes nothing: ${answer.message}`,
      `Set ${name} in the deployment, and deploy again.`,
    );
  }
  return answer.status < 300
    ? fix(`${path} takes events from anybody.`, "Deploy this repository at that domain.")
    : fix(`${path}: ${answer.message}`, "See the deployment's log.");
}

async function acceptance(
  knock: Knock,
  path: string,
  headers: Record<string, string> | null,
  name: string,
  body: string,
): Promise<Finding> {
  if (headers === null) return skipped(`${path} with ${name}: it is not in this environment.`);
  const answer = await knock(path, post(headers, body));
  const { outcome } = answer.body;
  if (answer.status === 200 && (outcome === "ignored" || outcome === "duplicate")) {
    return ok(`${path} takes who knows ${name}: a test event went there and back.`);
  }
  return answer.status === 401
    ? fix(
        `${path} refuses the ${name} of this environment.`,
        `Set the same ${name} in the deployment, and deploy again.`,
      )
    : fix(`${path} with ${name}: ${answer.message}`, "See the deployment's log.");
}

async function closedDoor(knock: Knock, path: string, name: string | null): Promise<Finding> {
  const answer = await knock(path);
  if (answer.status === 401 && answer.code) return ok(`${path} refuses who has not ${name ?? "signed in"}.`);
  if (answer.code === "not_configured") {
    return fix(`${path}: ${answer.message}`, `Set ${name} in the deployment, and deploy again.`);
  }
  return fix(`${path} answers ${answer.status} to a stranger.`, "Deploy this repository at that domain.");
}

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

function post(headers: Record<string, string>, body: string): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json", ...headers }, body };
}
