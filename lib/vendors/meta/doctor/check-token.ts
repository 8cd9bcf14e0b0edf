import { asRecord } from "../../shared/as-record.ts";
import { asText } from "../../shared/as-text.ts";
import { type Finding, fix, ok } from "../../shared/finding.ts";
import { askGraph } from "../../shared/graph/ask-graph.ts";
import type { GraphAccess } from "../../shared/graph/request-graph.ts";
import { listOf } from "../../shared/list-of.ts";

const permissions: readonly [string, string][] = [
  ["whatsapp_business_messaging", "to send, and to hear answers"],
  ["whatsapp_business_management", "for templates, and to hear of the number"],
];
const newToken = "Make a token of a system user that never expires, with both WhatsApp permissions.";
const soonMs = 14 * 86_400_000;

/** `app`: the id of the token's app, for its webhook; null where Meta does not tell. */
export interface TokenTold {
  findings: Finding[];
  app: string | null;
}

/** What the token is: whose, until when, and what it may do (docs, debug_token). `account`: id of the WhatsApp account. */
export async function checkToken(access: GraphAccess, account: string | null): Promise<TokenTold> {
  const told = await askGraph(access, `/debug_token?input_token=${encodeURIComponent(access.accessToken)}`);
  if ("why" in told) {
    return { findings: [fix(`Meta does not say what the token is (${told.why})`, newToken)], app: null };
  }
  const data = asRecord(told.body.data);
  const app = asText(data.app_id);
  if (data.is_valid === false) {
    const words = asText(asRecord(data.error).message);
    return { findings: [fix(`The token is no longer valid${words ? ` (${words})` : ""}.`, newToken)], app };
  }
  const scopes = Array.isArray(data.scopes) ? data.scopes : [];
  const missing = permissions.filter(([name]) => !scopes.includes(name));
  const findings = [
    ...expiry(data.type, data.expires_at),
    ...missing.map(([name, why]) => fix(`The token lacks ${name}, ${why}.`, newToken)),
    ...forAccount(data.granular_scopes, account),
  ];
  const kind = asText(data.type) ?? "unknown kind";
  if (findings.length === 0) findings.push(ok(`The token is a ${kind} token with both permissions.`));
  return { findings, app };
}

/** `expires_at`: Unix seconds; 0: never. */
function expiry(type: unknown, expiresAt: unknown): Finding[] {
  if (typeof expiresAt !== "number" || expiresAt === 0) {
    return type === "USER"
      ? [fix("The token is a person's: it ends when they leave or change their password.", newToken)]
      : [];
  }
  const leftMs = expiresAt * 1000 - Date.now();
  const day = new Date(expiresAt * 1000).toISOString().slice(0, 10);
  if (leftMs > soonMs) return type === "SYSTEM_USER" ? [] : [fix(`The token ends on ${day}.`, newToken)];
  return [fix(`The token ends on ${day}: then nothing leaves any more.`, newToken)];
}

/** A permission may hold for some accounts only; without `target_ids` it holds for all. */
function forAccount(granular: unknown, account: string | null): Finding[] {
  if (account === null) return [];
  const limited = listOf(granular).filter(
    ({ scope, target_ids: ids }) =>
      scope === "whatsapp_business_management" && Array.isArray(ids) && ids.length > 0,
  );
  const holds = limited.every(({ target_ids: ids }) => (ids as unknown[]).map(String).includes(account));
  return holds
    ? []
    : [
        fix(
          "The token is not for META_WHATSAPP_BUSINESS_ACCOUNT_ID.",
          "Give the system user that WhatsApp account.",
        ),
      ];
}
