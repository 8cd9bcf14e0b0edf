import { Problem } from "../../lib/base/problem.ts";
import { type Config, readConfig } from "../../lib/config.ts";
import type { Need, Vendor } from "../../lib/vendors/vendor.ts";
import { isNamed, vendorsInUse } from "../../lib/vendors/vendors-in-use.ts";
import { type Finding, fix, ok, skipped } from "./finding.ts";

type Environment = Record<string, string | undefined>;

/** A deployment cannot work without it, nor without those of Supabase, which readConfig demands. */
const clock: Need = {
  anyOf: ["CRON_SECRET"],
  lost: "The clock cannot tick",
  value: "a long random text, for example of `openssl rand -hex 32`",
};

/** What is wrong with the environment, and the configuration if the product could start with it. */
export function checkEnvironment(
  env: Environment,
  vendors: readonly Vendor[],
): { findings: Finding[]; config: Config | null } {
  const findings: Finding[] = [];
  let config: Config | null = null;
  try {
    config = readConfig(env, vendors);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    findings.push(fix("The product would not start with this environment.", error.message));
  }
  const isSet = (name: string) => Boolean(env[name]?.trim());
  const needs = vendorsInUse(vendors, (vendor) => isNamed(vendor, isSet)).flatMap((vendor) => vendor.needs);
  for (const { anyOf, lost, value } of [...needs, clock]) {
    if (anyOf.some(isSet)) continue;
    const which = anyOf.join(" or ");
    findings.push(fix(`${lost}: ${which} is not set.`, `Set ${which} to ${value}.`));
  }
  findings.push(...malformed(env, vendors));
  if (findings.length === 0) findings.push(ok("Every variable that is needed is there and well formed."));
  if (config) findings.push(alerts(config));
  return { findings, config };
}

function alerts({ alertWebhookUrl }: Config): Finding {
  return alertWebhookUrl
    ? ok(`Alerts are posted to ${new URL(alertWebhookUrl).host}.`)
    : skipped("Alerts are on the monitor only: set ALERT_WEBHOOK_URL to get them in Slack or elsewhere.");
}

function malformed(env: Environment, vendors: readonly Vendor[]): Finding[] {
  const findings: Finding[] = [];
  const variables = vendors.flatMap((vendor) => vendor.variables);
  const theirs = new Set(variables.map(({ name }) => name));
  for (const [name, value] of Object.entries(env)) {
    if (!(theirs.has(name) || /^(SUPABASE|WHATSAPP|CRON)_/.test(name)) || !value) continue;
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
  for (const { name, doubt } of variables) {
    const value = env[name]?.trim();
    if (value && doubt && !doubt.unless.test(value)) findings.push(fix(doubt.text, doubt.todo));
  }
  return findings;
}
