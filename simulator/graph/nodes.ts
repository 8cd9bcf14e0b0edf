import type { Simulation } from "../simulation.ts";
import { OWN_NUMBERS } from "../world/line.ts";
import { APP_ID, PHONE_NUMBER_ID, WABA_ID } from "./account.ts";
import { META_WEBHOOK_PATH } from "./emit-graph.ts";
import { GraphError, noSuchObject } from "./graph-error.ts";
import { mediaNode } from "./media.ts";

const FIELDS = ["messages", "calls", "message_template_status_update", "template_category_update"].concat(
  ["message_template_quality_update", "phone_number_quality_update", "account_update", "account_alerts"],
  ["business_capability_update", "user_preferences"],
);

/** `GET /{id}?fields=`: our number, our account, a template, or a file. */
export function node(sim: Simulation, id: string, fields: string | undefined): object {
  const { meta } = sim.world;
  if (id === PHONE_NUMBER_ID)
    return pick(numberFields(sim), fields, [
      "verified_name",
      "display_phone_number",
      "quality_rating",
      "code_verification_status",
    ]);
  if (id === WABA_ID)
    return pick(accountFields(), fields, ["name", "timezone_id", "message_template_namespace"]);
  const template = meta.templates.find((one) => one.id === id);
  if (template)
    return pick({ ...template }, fields, ["name", "language", "status", "category", "components"]);
  const file = meta.media.get(id);
  if (file) return mediaNode(sim, id, file);
  throw noSuchObject("GET", id);
}

export function pick(all: Record<string, unknown>, fields: string | undefined, usual: string[]): object {
  const wanted = fields ? fields.split(",").map((name) => name.trim()) : usual;
  const strange = wanted.find((name) => name !== "id" && !(name in all));
  if (strange !== undefined) throw new GraphError(100, `Tried accessing nonexisting field (${strange})`);
  return Object.fromEntries([...new Set([...wanted, "id"])].map((name) => [name, all[name]]));
}

export function numberFields({ world }: Simulation): Record<string, unknown> {
  const { name, phone } = OWN_NUMBERS.meta;
  return {
    id: PHONE_NUMBER_ID,
    verified_name: name,
    display_phone_number: phone,
    quality_rating: world.meta.quality,
    status: "CONNECTED",
    name_status: "APPROVED",
    code_verification_status: "VERIFIED",
    account_mode: "LIVE",
    platform_type: "CLOUD_API",
    throughput: { level: "STANDARD" },
    messaging_limit_tier: tierOf(world.meta.limit),
    whatsapp_business_manager_messaging_limit: tierOf(world.meta.limit),
  };
}

export const tierOf = (limit: number) => `TIER_${limit >= 1000 ? `${limit / 1000}K` : limit}`;

function accountFields(): Record<string, unknown> {
  return {
    id: WABA_ID,
    name: OWN_NUMBERS.meta.name,
    timezone_id: "72",
    message_template_namespace: "0f6b1c2e_simulator",
    account_review_status: "APPROVED",
    currency: "EUR",
    country: "IT",
  };
}

/** `GET /{waba-id}/subscribed_apps`. */
export const subscribedApps = ({ world }: Simulation) => ({
  data: world.meta.isSubscribed
    ? [
        {
          whatsapp_business_api_data: {
            id: APP_ID,
            name: "Aftercall",
            link: `https://www.facebook.com/games/?app_id=${APP_ID}`,
          },
        },
      ]
    : [],
});

/** `GET /debug_token`: of a system user, which never ends. */
export function debugToken(sim: Simulation, token: string | undefined) {
  const isOurs = token === sim.settings.meta?.accessToken;
  if (!isOurs) {
    const error = { code: 190, message: "Invalid OAuth access token.", subcode: 463 };
    return { data: { error, is_valid: false, scopes: [] } };
  }
  const scopes = [
    "whatsapp_business_management",
    "whatsapp_business_messaging",
    "leads_retrieval",
    "pages_show_list",
    "pages_read_engagement",
    "pages_manage_metadata",
  ];
  return {
    data: {
      app_id: APP_ID,
      type: "SYSTEM_USER",
      application: "Aftercall",
      data_access_expires_at: 0,
      expires_at: 0,
      is_valid: true,
      issued_at: Math.floor(sim.world.now() / 1000) - 86_400,
      scopes,
      granular_scopes: scopes.map((scope) => ({ scope, target_ids: [WABA_ID] })),
      user_id: "500000000000004",
    },
  };
}

/** `GET /{app-id}/subscriptions`: where webhooks go, and which. */
export const subscriptions = ({ settings }: Simulation) => ({
  data: [
    {
      object: "whatsapp_business_account",
      callback_url: `${settings.productUrl}${META_WEBHOOK_PATH}`,
      active: true,
      fields: FIELDS.map((name) => ({ name, version: "v26.0" })),
    },
  ],
});
