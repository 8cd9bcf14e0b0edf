import { type Finding, fix, ok, skipped } from "../shared/finding.ts";
import type { Values } from "../vendor.ts";
import { createWasenderProvider } from "./create-wasender-provider.ts";
import { apiUrl as usualApiUrl } from "./numbers.ts";
import { requestWasender } from "./request-wasender.ts";

/** What the product listens to, and what is lost without it. */
const events: [string, string][] = [
  ["messages.received", "customers' answers"],
  ["messages.upsert", "what was typed on the phone"],
  ["messages.update", "the ticks: delivered, read"],
  ["message.sent", "what Wasender sent"],
  ["session.status", "a session that goes down"],
];

/** The session's state with its own key, and its webhook with the account's personal token, if that is given. */
export async function checkSession(
  values: Values,
  url: string | null,
  through: typeof fetch,
): Promise<Finding[]> {
  const { WASENDER_PERSONAL_TOKEN: personalToken, WASENDER_SESSION_ID: sessionId } = values;
  const apiUrl = values.WHATSAPP_API_URL ?? usualApiUrl;
  const findings = [await sessionStatus(values, apiUrl, through)];
  if (!personalToken || !sessionId) {
    const names = "WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID";
    return [...findings, skipped(`The session's webhook: set ${names} to have it checked.`)];
  }
  const access = { apiUrl, apiKey: personalToken, fetch: through, timeoutMs: 10_000 };
  const path = `/whatsapp-sessions/${encodeURIComponent(sessionId)}`;
  const answer = await requestWasender(access, "GET", path);
  if (answer.kind === "no_answer") {
    return [
      ...findings,
      fix(`Wasender does not answer (${answer.text}).`, "Try again; compare WHATSAPP_API_URL."),
    ];
  }
  if (answer.status === 404) {
    return [
      ...findings,
      fix("Wasender knows no session WASENDER_SESSION_ID.", "Copy its number from the session's page."),
    ];
  }
  const session = answer.body.data;
  if (answer.status !== 200 || typeof session !== "object" || session === null) {
    const todo = "Copy the personal access token again, from your Wasender account's settings.";
    return [...findings, fix(`Wasender refuses WASENDER_PERSONAL_TOKEN (${answer.status}).`, todo)];
  }
  return [...findings, ...webhook(session as Record<string, unknown>, values, url)];
}

async function sessionStatus(values: Values, apiUrl: string, through: typeof fetch): Promise<Finding> {
  const apiKey = values.WHATSAPP_API_TOKEN;
  if (!apiKey) return skipped("The session: WHATSAPP_API_TOKEN is not set.");
  const probe = await createWasenderProvider({ apiUrl, apiKey, fetch: through }).channelStatus();
  if (probe.kind === "unknown") {
    return fix(
      `Wasender does not say how the session is (${probe.message}).`,
      "Try again; compare WHATSAPP_API_URL.",
    );
  }
  if (probe.kind === "refused") {
    return probe.pause === "plan_ended"
      ? fix("The plan at Wasender has ended.", "Renew it in your Wasender account.")
      : fix("Wasender refuses WHATSAPP_API_TOKEN.", "Copy the API key again, from the session's page.");
  }
  return probe.status === "connected"
    ? ok("The WhatsApp session is connected.")
    : fix(
        `The WhatsApp session is ${probe.status}.`,
        "Connect it at Wasender: scan its QR code with the phone.",
      );
}

/** Fields as in Wasender's docs, get-whatsapp-session-details and update-whatsapp-session. */
function webhook(session: Record<string, unknown>, values: Values, url: string | null): Finding[] {
  const findings: Finding[] = [];
  const place = "In the session's settings at Wasender,";
  const given = typeof session.webhook_url === "string" ? session.webhook_url.trim() : "";
  const wanted = url === null ? null : `${url}/api/whatsapp-webhook`;
  if (session.webhook_enabled === false || given === "") {
    findings.push(
      fix("The session has no webhook.", `${place} set the webhook URL to ${wanted ?? "this deployment"}.`),
    );
  } else if (wanted !== null && given !== wanted) {
    findings.push(
      fix(`The session's webhook goes to ${given}.`, `${place} set the webhook URL to ${wanted}.`),
    );
  }
  const secret = values.WHATSAPP_WEBHOOK_SECRET;
  if (secret && session.webhook_secret !== secret) {
    findings.push(
      fix(
        "The session's webhook secret is not WHATSAPP_WEBHOOK_SECRET.",
        "Set the variable to the session's secret.",
      ),
    );
  }
  if (typeof session.api_key === "string" && session.api_key !== values.WHATSAPP_API_TOKEN) {
    findings.push(
      fix(
        "WHATSAPP_API_TOKEN is of another session than WASENDER_SESSION_ID.",
        "Copy both from the same session.",
      ),
    );
  }
  const subscribed = asList(session.webhook_events);
  const missing = events.filter(([name]) => !subscribed.includes(name));
  if (missing.length > 0) {
    const names = missing.map(([name, brings]) => `${name} (${brings})`).join(", ");
    findings.push(fix("The session's webhook lacks events.", `${place} tick ${names}.`));
  }
  if (findings.length === 0)
    findings.push(ok("The session's webhook is ours, with its secret and all events."));
  return findings;
}

/** An array, or what a Laravel column that was not cast gives: its JSON. */
function asList(value: unknown): unknown[] {
  if (typeof value !== "string") return Array.isArray(value) ? value : [];
  try {
    return asList(JSON.parse(value));
  } catch {
    return [];
  }
}
