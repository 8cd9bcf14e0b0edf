import { type Finding, skipped } from "../../shared/finding.ts";
import { graphVersion, graphUrl as usualUrl } from "../../shared/graph/graph-address.ts";
import type { GraphAccess } from "../../shared/graph/request-graph.ts";
import type { Values } from "../../vendor.ts";
import { checkNumber } from "./check-number.ts";
import { checkTemplates } from "./check-templates.ts";
import { checkToken } from "./check-token.ts";
import { checkWebhook } from "./check-webhook.ts";

/** Meta asked about the number, the token, the webhook and the templates; what cannot be asked is named. `url`: our own origin. */
export async function checkMeta(
  values: Values,
  url: string | null,
  through: typeof fetch,
): Promise<Finding[]> {
  const { META_WHATSAPP_ACCESS_TOKEN: accessToken, META_WHATSAPP_PHONE_NUMBER_ID: number } = values;
  if (!accessToken || !number) {
    const names = "META_WHATSAPP_ACCESS_TOKEN and META_WHATSAPP_PHONE_NUMBER_ID";
    return [skipped(`The number at Meta: set ${names} to have it checked.`)];
  }
  const access: GraphAccess = {
    graphUrl: values.META_GRAPH_URL ?? usualUrl,
    version: values.META_GRAPH_VERSION ?? graphVersion,
    accessToken,
    fetch: through,
    timeoutMs: 10_000,
  };
  const account = values.META_WHATSAPP_BUSINESS_ACCOUNT_ID ?? null;
  const [numbers, token, templates] = await Promise.all([
    checkNumber(access, number),
    checkToken(access, account),
    checkTemplates(access, account),
  ]);
  const webhook = await checkWebhook(access, { values, account, app: token.app, url });
  return [...numbers, ...token.findings, ...webhook, ...templates];
}
