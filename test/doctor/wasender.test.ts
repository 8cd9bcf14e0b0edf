import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../../lib/config.ts";
import { checkSession } from "../../lib/vendors/wasender/check-session.ts";

const api = "https://wasender.test/api";
const { wasender: config = {} } = readConfig({
  SUPABASE_URL: "https://supabase.test",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
  SUPABASE_SECRET_KEY: "sb_secret_x",
  WHATSAPP_API_URL: api,
  WHATSAPP_API_TOKEN: "session-api-key-example-not-real",
  WHATSAPP_WEBHOOK_SECRET: "webhook-secret-of-the-tests",
  WASENDER_PERSONAL_TOKEN: "personal-token-of-the-tests",
  WASENDER_SESSION_ID: "4711",
}).vendors;
/** As documented (get-whatsapp-session-details), with everything as it should be. */
const session = {
  id: 4711,
  name: "Sales",
  phone_number: "+390000000000",
  status: "connected",
  api_key: "session-api-key-example-not-real",
  webhook_url: "https://aftercall.test/api/whatsapp-webhook",
  webhook_enabled: true,
  webhook_secret: "webhook-secret-of-the-tests",
  webhook_events: [
    "messages.received",
    "messages.upsert",
    "messages.update",
    "message.sent",
    "session.status",
    "call",
  ],
};

let status: () => Response;
let details: () => Response;
const seen: (string | null)[] = [];
const server = setupServer(
  http.get(`${api}/status`, () => status()),
  http.get(`${api}/whatsapp-sessions/4711`, ({ request }) => {
    seen.push(request.headers.get("authorization"));
    return details();
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
beforeEach(() => {
  status = () => HttpResponse.json({ status: "connected" });
  details = () => HttpResponse.json({ success: true, data: session });
});

const check = async (of = config, url: string | null = "https://aftercall.test") =>
  (await checkSession(of, url, fetch)).map(
    ({ state, text, todo }) => `${state}: ${text}${todo ? ` → ${todo}` : ""}`,
  );

test("a session whose webhook is ours is green, asked with the personal token", async () => {
  expect(await check()).toEqual([
    "ok: The WhatsApp session is connected.",
    "ok: The session's webhook is ours, with its secret and all events.",
  ]);
  expect(seen).toEqual(["Bearer personal-token-of-the-tests"]);
});

test("events may come as the JSON of a column", async () => {
  const asText = { ...session, webhook_events: JSON.stringify(session.webhook_events) };
  details = () => HttpResponse.json({ success: true, data: asText });
  expect((await check())[1]).toMatch(/^ok/);
});

describe("the session", () => {
  test.each([
    [
      "need_scan",
      200,
      { status: "need_scan" },
      "The WhatsApp session is need_scan. → Connect it at Wasender",
    ],
    ["logged out", 200, { status: "logged_out" }, "The WhatsApp session is logged_out."],
    ["a wrong key", 401, { message: "Invalid API key" }, "Wasender refuses WHATSAPP_API_TOKEN."],
    [
      "an ended plan",
      403,
      { message: "Active subscription or trial is required to use the API" },
      "The plan at Wasender has ended.",
    ],
    ["a gateway's trouble", 502, {}, "Wasender does not say how the session is"],
  ])("with %s", async (_, code, body, expected) => {
    status = () => HttpResponse.json(body, { status: code });
    expect((await check())[0]).toContain(`fix: ${expected}`);
  });
});

describe("the webhook", () => {
  test.each([
    [
      { webhook_url: "https://old.example/hook" },
      "The session's webhook goes to https://old.example/hook. → In the session's settings at Wasender, set the webhook URL to https://aftercall.test/api/whatsapp-webhook.",
    ],
    [{ webhook_url: null }, "The session has no webhook."],
    [{ webhook_enabled: false }, "The session has no webhook."],
    [{ webhook_secret: "other" }, "The session's webhook secret is not WHATSAPP_WEBHOOK_SECRET."],
    [{ webhook_secret: null }, "The session's webhook secret is not WHATSAPP_WEBHOOK_SECRET."],
    [{ api_key: "other" }, "WHATSAPP_API_TOKEN is of another session than WASENDER_SESSION_ID."],
    [
      { webhook_events: ["messages.received", "session.status"] },
      "tick messages.upsert (what was typed on the phone), messages.update (the ticks: delivered, read), message.sent (what Wasender sent).",
    ],
    [{ webhook_events: null }, "The session's webhook lacks events."],
  ])("with %j says the one thing to do", async (change, expected) => {
    details = () => HttpResponse.json({ success: true, data: { ...session, ...change } });
    const lines = await check();
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^fix/);
    expect(lines[1]).toContain(expected);
  });

  test("is not compared with an address that is not given", async () => {
    details = () => HttpResponse.json({ data: { ...session, webhook_url: "https://elsewhere.example" } });
    expect((await check(config, null))[1]).toMatch(/^ok/);
  });

  test.each([
    [401, { success: false, message: "Unnotarized" }, "Wasender refuses WASENDER_PERSONAL_TOKEN (401)."],
    [404, { success: false }, "Wasender knows no session WASENDER_SESSION_ID."],
    [200, { success: true }, "Wasender refuses WASENDER_PERSONAL_TOKEN (200)."],
  ])("that cannot be read, %i %j", async (code, body, expected) => {
    details = () => HttpResponse.json(body, { status: code });
    expect((await check())[1]).toContain(`fix: ${expected}`);
  });

  test("is not looked at without the personal token", async () => {
    const lines = await check({ ...config, WASENDER_PERSONAL_TOKEN: undefined });
    expect(lines[1]).toMatch(/^skipped: .*set WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID/);
  });
});
