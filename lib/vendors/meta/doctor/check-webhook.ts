import { asRecord } from "../../shared/as-record.ts";
import { asText } from "../../shared/as-text.ts";
import { type Finding, fix, ok, skipped } from "../../shared/finding.ts";
import { askGraph } from "../../shared/graph/ask-graph.ts";
import type { GraphAccess } from "../../shared/graph/request-graph.ts";
import { listOf } from "../../shared/list-of.ts";
import type { Values } from "../../vendor.ts";

/** What the product listens to, and what is lost without it (docs, webhook fields). */
const fields: readonly [string, string][] = [
  ["messages", "customers' answers and the ticks"],
  ["calls", "calls on WhatsApp"],
  ["message_template_status_update", "reviews of templates"],
  ["message_template_quality_update", "templates about to be paused"],
  ["template_category_update", "templates that become marketing"],
  ["phone_number_quality_update", "the number's quality"],
  ["account_update", "restrictions of the account"],
  ["account_alerts", "limits that change"],
  ["business_capability_update", "how many people may be written to"],
  ["user_preferences", "who wants no marketing"],
];
const paths = ["/api/whatsapp/webhooks/meta", "/api/webhooks/whatsapp"];

interface Where {
  values: Values;
  /** Id of the WhatsApp account. */
  account: string | null;
  /** Id of the token's app. */
  app: string | null;
  /** Our own origin. */
  url: string | null;
}

/** Whether Meta tells us: the account's app, and the app's webhook with its fields. */
export async function checkWebhook(access: GraphAccess, where: Where): Promise<Finding[]> {
  const [account, app] = await Promise.all([subscribed(access, where), webhook(access, where)]);
  return [...account, ...app];
}

/** `GET /{account}/subscribed_apps`: without it no event of the account reaches any app. */
async function subscribed(access: GraphAccess, { account, app, url }: Where): Promise<Finding[]> {
  if (account === null) {
    return [skipped("The account's subscription: set META_WHATSAPP_BUSINESS_ACCOUNT_ID to have it checked.")];
  }
  const told = await askGraph(access, `/${account}/subscribed_apps`);
  if ("why" in told) {
    const todo = "Compare META_WHATSAPP_BUSINESS_ACCOUNT_ID; the token needs whatsapp_business_management.";
    return [fix(`Meta does not say who hears of the account (${told.why})`, todo)];
  }
  const apps = listOf(told.body.data);
  const ours = apps.find(
    (row) => app === null || asText(asRecord(row.whatsapp_business_api_data).id) === app,
  );
  if (!ours) {
    const todo = `Subscribe it once: POST /${account}/subscribed_apps with this token.`;
    return [fix("The account tells our app nothing: no answer comes in.", todo)];
  }
  const instead = asText(ours.override_callback_uri);
  return instead && url !== null && !isOurs(instead, url)
    ? [fix(`The account's events go to ${instead}.`, `Set the override to ${url}${paths[0]}, or remove it.`)]
    : [];
}

/** `GET /{app}/subscriptions`, with the app's own token `id|secret`. */
async function webhook(access: GraphAccess, { values, app, url }: Where): Promise<Finding[]> {
  const secret = values.META_WHATSAPP_APP_SECRET;
  if (!secret || app === null)
    return [skipped("The app's webhook: it takes META_WHATSAPP_APP_SECRET and a valid token to ask.")];
  const told = await askGraph({ ...access, accessToken: `${app}|${secret}` }, `/${app}/subscriptions`);
  if ("why" in told) {
    return [
      fix(
        `Meta does not take META_WHATSAPP_APP_SECRET for app ${app} (${told.why})`,
        "Copy the app secret again, from the app's basic settings.",
      ),
    ];
  }
  const rows = listOf(told.body.data);
  const row = rows.find(({ object }) => object === "whatsapp_business_account");
  const place = "In the app's WhatsApp configuration at Meta,";
  const wanted = url === null ? "this deployment" : `${url}${paths[0]}`;
  if (!row || row.active === false) return [fix("The app has no webhook.", `${place} set it to ${wanted}.`)];
  const given = asText(row.callback_url) ?? "";
  const findings: Finding[] = [];
  if (url !== null && !isOurs(given, url)) {
    findings.push(fix(`The app's webhook goes to ${given}.`, `${place} set it to ${wanted}.`));
  }
  const heard = (Array.isArray(row.fields) ? row.fields : []).map((field) => asRecord(field).name ?? field);
  const missing = fields.filter(([name]) => !heard.includes(name));
  if (missing.length > 0) {
    const names = missing.map(([name, brings]) => `${name} (${brings})`).join(", ");
    findings.push(fix("The app's webhook lacks fields.", `${place} subscribe to ${names}.`));
  }
  return findings.length > 0 ? findings : [ok("The app's webhook is ours, with all fields.")];
}

const isOurs = (address: string, url: string) => paths.some((path) => address === `${url}${path}`);
