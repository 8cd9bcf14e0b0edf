import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { checkMeta } from "../../../lib/vendors/meta/doctor/check-meta.ts";

const graph = "https://graph.test/v26.0";
const account = "200000000000002";
const values = {
  META_GRAPH_URL: "https://graph.test",
  META_WHATSAPP_ACCESS_TOKEN: "EAAToken-of-the-tests",
  META_WHATSAPP_PHONE_NUMBER_ID: "106853218861309",
  META_WHATSAPP_BUSINESS_ACCOUNT_ID: account,
  META_WHATSAPP_APP_SECRET: "app-secret-of-the-tests",
};
const url = "https://aftercall.test";

/** As in Meta's published answers (phone numbers; manage accounts; subscribed apps), with everything as it should be. */
const healthy = () => ({
  number: {
    id: "106853218861309",
    display_phone_number: "+1 555-555-5555",
    verified_name: "Jaspers Market",
    quality_rating: "GREEN",
    name_status: "APPROVED",
    status: "CONNECTED",
    whatsapp_business_manager_messaging_limit: "TIER_2K",
  } as Record<string, unknown>,
  token: {
    app_id: "670843887433847",
    type: "SYSTEM_USER",
    expires_at: 0,
    is_valid: true,
    scopes: ["whatsapp_business_management", "whatsapp_business_messaging", "public_profile"],
    granular_scopes: [{ scope: "whatsapp_business_management", target_ids: [account] }],
  } as Record<string, unknown>,
  apps: [{ whatsapp_business_api_data: { id: "670843887433847", name: "Jaspers" } }] as object[],
  subscription: {
    object: "whatsapp_business_account",
    callback_url: `${url}/api/whatsapp/webhooks/meta`,
    active: true,
    fields: [
      "messages",
      "calls",
      "message_template_status_update",
      "message_template_quality_update",
      "template_category_update",
      "phone_number_quality_update",
      "account_update",
      "account_alerts",
      "business_capability_update",
      "user_preferences",
    ].map((name) => ({ name, version: "v26.0" })),
  } as Record<string, unknown>,
  templates: [{ name: "follow_up", language: "it", status: "APPROVED" }],
  served: "v26.0",
});
let meta: ReturnType<typeof healthy>;
const asked: (string | null)[] = [];
const server = setupServer(
  http.get(`${graph}/106853218861309`, () =>
    HttpResponse.json(meta.number, { headers: { "facebook-api-version": meta.served } }),
  ),
  http.get(`${graph}/debug_token`, () => HttpResponse.json({ data: meta.token })),
  http.get(`${graph}/${account}/subscribed_apps`, () => HttpResponse.json({ data: meta.apps })),
  http.get(`${graph}/670843887433847/subscriptions`, ({ request }) => {
    asked.push(request.headers.get("authorization"));
    return HttpResponse.json({ data: [meta.subscription] });
  }),
  http.get(`${graph}/${account}/message_templates`, () => HttpResponse.json({ data: meta.templates })),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
beforeEach(() => {
  meta = healthy();
});

const marks = { ok: "✓", fix: "✗", skipped: "–" };
const examine = async (over: object = {}) =>
  (await checkMeta({ ...values, ...over }, url, globalThis.fetch)).map(
    ({ state, text, todo }) => `${marks[state]} ${text}${todo ? ` → ${todo}` : ""}`,
  );

test("a number with nothing to mend", async () => {
  expect(await examine()).toEqual([
    '✓ +1 555-555-5555 is connected at Meta, as "Jaspers Market", quality GREEN, limit 2k people in 24 hours.',
    "✓ The token is a SYSTEM_USER token with both permissions.",
    "✓ The app's webhook is ours, with all fields.",
    "✓ 1 of 1 templates may be sent.",
  ]);
  expect(asked).toEqual(["Bearer 670843887433847|app-secret-of-the-tests"]);
});

const soon = Math.floor(Date.now() / 1000) + 86_400;
const spoiled: [string, () => void, string][] = [
  [
    "quality red",
    () => (meta.number.quality_rating = "RED"),
    "✗ The quality of +1 555-555-5555 is RED: people block or report its messages.",
  ],
  [
    "a banned number",
    () => (meta.number.status = "BANNED"),
    "✗ +1 555-555-5555 is BANNED at Meta. → Register it again",
  ],
  [
    "a declined name",
    () => (meta.number.name_status = "DECLINED"),
    "✗ The name that customers see is declined at Meta.",
  ],
  ["an old version", () => (meta.served = "v20.0"), "✗ Meta serves v26.0 as v20.0."],
  [
    "a person's token",
    () => Object.assign(meta.token, { type: "USER" }),
    "✗ The token is a person's: it ends when they leave",
  ],
  [
    "a token about to end",
    () => (meta.token.expires_at = soon),
    `✗ The token ends on ${new Date(soon * 1000).toISOString().slice(0, 10)}: then nothing leaves any more.`,
  ],
  [
    "a token that ended",
    () =>
      Object.assign(meta.token, {
        is_valid: false,
        error: { code: 190, message: "Session has expired" },
      }),
    "✗ The token is no longer valid (Session has expired).",
  ],
  [
    "a permission missing",
    () => (meta.token.scopes = ["whatsapp_business_messaging"]),
    "✗ The token lacks whatsapp_business_management, for templates, and to hear of the number.",
  ],
  [
    "another account's token",
    () => (meta.token.granular_scopes = [{ scope: "whatsapp_business_management", target_ids: ["1"] }]),
    "✗ The token is not for META_WHATSAPP_BUSINESS_ACCOUNT_ID.",
  ],
  [
    "an account that tells nobody",
    () => (meta.apps = []),
    "✗ The account tells our app nothing: no answer comes in. → Subscribe it once",
  ],
  [
    "an override elsewhere",
    () => Object.assign(meta.apps[0]!, { override_callback_uri: "https://old.example/hook" }),
    "✗ The account's events go to https://old.example/hook.",
  ],
  [
    "a webhook elsewhere",
    () => (meta.subscription.callback_url = "https://old.example/hook"),
    "✗ The app's webhook goes to https://old.example/hook.",
  ],
  ["no webhook", () => (meta.subscription.active = false), "✗ The app has no webhook."],
  [
    "fields missing",
    () => (meta.subscription.fields = [{ name: "messages", version: "v26.0" }]),
    "✗ The app's webhook lacks fields. → In the app's WhatsApp configuration at Meta, subscribe to calls",
  ],
  ["no template", () => (meta.templates = []), "✗ No template is approved: nobody can be written to"],
  [
    "a paused template",
    () => meta.templates.push({ name: "offerta", language: "it", status: "PAUSED" }),
    "✗ Templates that do not leave: offerta (it, paused).",
  ],
];
test.each(spoiled)("with %s says so", async (_, spoil, expected) => {
  spoil();
  expect((await examine()).join("\n")).toContain(expected);
});

test("what refuses us is told in Meta's words, and never with the token", async () => {
  const refusal = {
    error: { message: "Invalid OAuth access token EAAToken-of-the-tests", code: 190, type: "OAuthException" },
  };
  server.use(
    http.get(`${graph}/:any`, () => HttpResponse.json(refusal, { status: 401 })),
    http.get(`${graph}/:any/:edge`, () => HttpResponse.json(refusal, { status: 401 })),
  );
  const lines = (await examine()).join("\n");
  server.resetHandlers();
  expect(lines).toContain("✗ Meta refuses the number (Meta answered HTTP 401: Invalid OAuth access token");
  expect(lines).toContain("✗ Meta does not say what the token is");
  expect(lines).not.toContain("EAAToken");
});

test("without the account's id the rest is looked at, and what is not is named", async () => {
  expect(await examine({ META_WHATSAPP_BUSINESS_ACCOUNT_ID: undefined })).toEqual([
    expect.stringContaining("✓ +1 555-555-5555 is connected"),
    "✓ The token is a SYSTEM_USER token with both permissions.",
    "– The account's subscription: set META_WHATSAPP_BUSINESS_ACCOUNT_ID to have it checked.",
    "✓ The app's webhook is ours, with all fields.",
    "– The templates: set META_WHATSAPP_BUSINESS_ACCOUNT_ID to have them checked.",
  ]);
});

test("without a token or a number nothing is asked", async () => {
  expect(await examine({ META_WHATSAPP_ACCESS_TOKEN: undefined })).toEqual([
    "– The number at Meta: set META_WHATSAPP_ACCESS_TOKEN and META_WHATSAPP_PHONE_NUMBER_ID to have it checked.",
  ]);
});
