import { Problem } from "../../lib/base/problem.ts";
import { type Config, readConfig } from "../../lib/config.ts";
import { type Finding, fix, ok, skipped } from "./finding.ts";

type Environment = Record<string, string | undefined>;

/** Variables that a deployment cannot work without, beyond those of Supabase, which readConfig demands. */
const needed: [string[], string, string][] = [
  [["WHATSAPP_API_TOKEN"], "Nothing can be sent", "the API key of your Wasender session"],
  [["WHATSAPP_WEBHOOK_SECRET"], "No answer can come in", "the webhook secret of your Wasender session"],
  [
    ["CLOUDTALK_WEBHOOK_SECRET", "CLOUDTALK_SIGNING_SECRET"],
    "No call can come in",
    "a long random text that CloudTalk sends too, or whsec_… of its native webhook",
  ],
  [["CRON_SECRET"], "The clock cannot tick", "a long random text, for example of `openssl rand -hex 32`"],
];

/** What is wrong with the environment, and the configuration if the product could start with it. */
export function checkEnvironment(env: Environment): { findings: Finding[]; config: Config | null } {
  const findings: Finding[] = [];
  let config: Config | null = null;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    findings.push(fix("The product would not start with this environment.", error.message));
  }
  for (const [names, consequence, value] of needed) {
    if (names.some((name) => env[name]?.trim())) continue;
    const which = names.join(" or ");
    findings.push(fix(`${consequence}: ${which} is not set.`, `Set ${which} to ${value}.`));
  }
  findings.push(...malformed(env));
  if (findings.length === 0) findings.push(ok("Every variable that is needed is there and well formed."));
  if (config) findings.push(alerts(config));
  return { findings, config };
}

function alerts({ alertWebhookUrl }: Config): Finding {
  return alertWebhookUrl
    ? ok(`Alerts are posted to ${new URL(alertWebhookUrl).host}.`)
    : skipped("Alerts are on the monitor only: set ALERT_WEBHOOK_URL to get them in Slack or elsewhere.");
}

function malformed(env: Environment): Finding[] {
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!/^(SUPABASE|WHATSAPP|CLOUDTALK|WASENDER|CRON)_/.test(name) || !value) continue;
    if (/^\s|\s$|^(["']).*\1$/s.test(value)) {
      findings.push(
        fix(`${name} has a space, a line break or quotes around it.`, `Set ${name} without them.`),
      );
    }
  }
  const url = URL.parse(env.SUPABASE_URL ?? "");
  if (url && url.pathname !== "/") {
    findings.push(fix(`SUPABASE_URL has a path, ${url.pathname}.`, `Set it to ${url.origin}.`));
  }
  if (url?.protocol === "http:" && !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
    findings.push(
      fix("SUPABASE_URL is http: keys would travel in the clear.", `Set it to https://${url.host}.`),
    );
  }
  if (env.CRON_SECRET && env.CRON_SECRET.trim().length < 16) {
    findings.push(fix("CRON_SECRET is shorter than 16 characters.", "Set a longer random one."));
  }
  const signing = env.CLOUDTALK_SIGNING_SECRET;
  if (signing && !/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(signing.trim())) {
    findings.push(
      fix(
        "CLOUDTALK_SIGNING_SECRET is not whsec_ and base64.",
        "Copy it again, where the native webhook is made.",
      ),
    );
  }
  return findings;
}
