import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound } from "../support/calls.ts";
import { createProduct, fixture, type Product, secrets } from "../support/product.ts";

/** What becomes of one delivery at the door: stored or refused, applied once, never lost, never leaking. */
let product: Product;
beforeEach(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
});
afterEach(() => product.close());

const rows = () => product.db.sql`select * from webhook_requests order by id`;
const breakCalls = () =>
  product.db.sql.unsafe(`create function app.broken() returns trigger language plpgsql as
    $$ begin raise exception 'broken on purpose'; end $$;
    create trigger broken before insert on cloudtalk_calls for each row execute function app.broken()`);
const mendCalls = () => product.db.sql`drop trigger broken on cloudtalk_calls`;

describe("a failing effect", () => {
  test("keeps the delivery as failed, uses up no key, and redelivery makes it effective", async () => {
    await breakCalls();
    const failed = await product.postCloudtalk(endedCall(1));
    expect(failed.status).toBe(503);
    expect(failed.headers.get("retry-after")).toBe("30");
    expect(await failed.json()).toMatchObject({
      error: { code: "effect_failed", message: expect.not.stringContaining("broken") },
    });
    expect(await rows()).toMatchObject([{ outcome: "failed", reason: "P0001", detail: "broken on purpose" }]);
    expect(await product.db.sql`select * from cloudtalk_call_keys`).toEqual([]);

    await mendCalls();
    expect(await (await product.postCloudtalk(endedCall(1))).json()).toMatchObject({ outcome: "processed" });
    await product.db.shiftClock(31_000);
    expect(await product.tick()).toMatchObject({ retried: 1 });
    expect(await rows()).toMatchObject([
      { outcome: "duplicate", duplicate_of: "2" },
      { outcome: "processed" },
    ]);
    expect(await product.db.sql`select * from whatsapp_messages`).toHaveLength(1);
  });

  test("is made effective by the clock alone, with the time it was heard", async () => {
    await breakCalls();
    await product.postCloudtalk(endedCall(1));
    await mendCalls();
    const [{ received_at: heard }] = (await rows()) as unknown as [{ received_at: Date }];
    await product.db.shiftClock(31_000);
    expect(await product.tick()).toMatchObject({ retried: 1, accepted: 1 });
    expect(await rows()).toMatchObject([{ outcome: "processed", domain_values: null, reason: null }]);
    const [call] = await product.db.sql`select ended_heard_at from cloudtalk_calls`;
    expect(call?.ended_heard_at).toEqual(heard);
  });

  test("is dead-lettered in sight after eight tries", async () => {
    await breakCalls();
    await product.postCloudtalk(endedCall(1));
    for (let tries = 1; tries < 10; tries += 1) {
      await product.db.shiftClock(24 * 3_600_000);
      await product.tick();
    }
    expect(await rows()).toMatchObject([{ outcome: "failed", tries: 8, dead_lettered_at: expect.any(Date) }]);
  });

  test("of one value takes back no other of its delivery", async () => {
    await product.db.sql.unsafe(
      `alter table whatsapp_messages add constraint broken check (body <> 'broken')`,
    );
    const { data } = inbound(1, "ok") as { data: { messages: object } };
    const { data: bad } = inbound(2, "broken") as { data: { messages: object } };
    const both = { event: "messages.upsert", data: { messages: [data.messages, bad.messages] } };
    expect((await product.postWasender(both)).status).toBe(503);
    expect(await product.db.sql`select body from whatsapp_messages`).toEqual([{ body: "ok" }]);
    expect(await product.db.sql`select * from whatsapp_message_keys`).toHaveLength(1);
  });
});

describe("a 2xx", () => {
  test("is never answered for what the database did not take", async () => {
    for (const answer of [
      () => Promise.reject(new TypeError("fetch failed")),
      async () => new Response("<html>502</html>", { status: 502 }),
      async () => Response.json({ code: "PGRST003", message: "pool" }, { status: 504 }),
      async () => Response.json({ code: "57014", message: "timeout" }, { status: 500 }),
    ]) {
      const away = await createProduct({}, () => ({
        supabaseFetch: answer as typeof fetch,
        background: () => {},
      }));
      const response = await away.postCloudtalk(endedCall(1));
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
      expect(await response.json()).toMatchObject({ error: { code: "database_unavailable" } });
      await away.close();
    }
  });
});

describe("refused", () => {
  const json = { "content-type": "application/json" };
  test.for([
    ["a wrong secret", "/webhook/cloudtalk", { "x-webhook-secret": "wrong" }, "{}", 401, "unauthorized", 0],
    ["no secret", "/webhook/cloudtalk", {}, "{}", 401, "unauthorized", 0],
    [
      "a wrong signature",
      "/api/whatsapp-webhook",
      { "x-webhook-signature": "wrong" },
      "{}",
      401,
      "unauthorized",
      0,
    ],
    [
      "a forged svix signature",
      "/webhook/cloudtalk",
      { "svix-id": "1", "svix-timestamp": "1", "svix-signature": "v1,AA" },
      "{}",
      401,
      "unauthorized",
      0,
    ],
    [
      "broken JSON",
      "/webhook/cloudtalk",
      { "x-webhook-secret": secrets.cloudtalkWebhook },
      "{",
      400,
      "bad_json",
      1,
    ],
    [
      "an image",
      "/api/whatsapp-webhook",
      { "x-webhook-signature": secrets.whatsappWebhook, "content-type": "image/png" },
      "x",
      415,
      "unsupported_media_type",
      1,
    ],
    [
      "a list",
      "/api/whatsapp-webhook",
      { "x-webhook-signature": secrets.whatsappWebhook },
      "[]",
      422,
      "unreadable",
      1,
    ],
    [
      "more than 4 MiB",
      "/webhook/cloudtalk",
      { "x-webhook-secret": secrets.cloudtalkWebhook },
      `"${"x".repeat(4_194_305)}"`,
      413,
      "body_too_large",
      1,
    ],
  ] as const)("%s", async ([, path, headers, body, status, code, stored]) => {
    const response = await product.doors.webhook.request(`http://aftercall.test${path}`, {
      method: "POST",
      body,
      headers: { ...json, ...headers },
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: expect.stringMatching(/\.$/) } });
    const kept = code === "unreadable" ? "no_event_name" : code;
    expect(await rows()).toMatchObject(
      Array.from({ length: stored }, () => ({
        outcome: "rejected",
        reason: kept,
        raw_body: code === "body_too_large" ? null : body,
      })),
    );
  });

  test("everything while its secret is not configured", async () => {
    const bare = await createProduct({
      WHATSAPP_WEBHOOK_SECRET: "",
      CLOUDTALK_WEBHOOK_SECRET: "",
      CLOUDTALK_SIGNING_SECRET: "",
      CRON_SECRET: "",
    });
    for (const response of [
      await bare.postWasender({}),
      await bare.postCloudtalk({}),
      await bare.postCloudtalk(
        {},
        { headers: { "svix-id": "1", "svix-timestamp": "1", "svix-signature": "v1,AA" } },
      ),
      await bare.doors.clock.request("http://aftercall.test/api/clock"),
    ]) {
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ error: { code: "not_configured" } });
    }
    await bare.close();
  });

  test("a tick without the scheduler's secret", async () => {
    for (const authorization of ["", "Bearer", "Bearer wrong", secrets.cron]) {
      const response = await product.doors.clock.request("http://aftercall.test/api/clock", {
        headers: { authorization },
      });
      expect(response.status).toBe(401);
    }
  });

  test("other methods and other addresses", async () => {
    const get = await product.doors.webhook.request("http://aftercall.test/webhook/cloudtalk");
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    const unknown = await product.doors.webhook.request(
      "http://aftercall.test/webhook/cloudtalk/unknown-key",
      { method: "POST" },
    );
    expect(unknown.status).toBe(404);
  });
});

describe("what is stored", () => {
  test("holds no key of Wasender's, no secret of ours, no header that authenticates", async () => {
    await product.postWasender({
      ...fixture("wasender-messages-received-text"),
      note: secrets.whatsappToken,
    });
    await product.postWasender(`{"sessionId": "abc-secret-key", broken ${secrets.whatsappWebhook}`);
    await product.postWasender({
      event: "session.status",
      data: { status: "connected", session_id: "abc-secret-key" },
    });
    const stored = JSON.stringify(await rows());
    expect(stored).not.toMatch(/session-api-key|abc-secret-key|secret-of-the-tests|x-webhook-signature/);
    expect(stored).toContain("[redacted]");
  });

  test("survives NUL and half emoji", async () => {
    const response = await product.postWasender(JSON.stringify(inbound(1, "a\u0000b\ud83d")));
    expect(response.status).toBe(200);
    const [message] = await product.db.sql`select body from whatsapp_messages`;
    expect(message?.body).toBe("ab\ufffd");
  });

  test("took one round trip to the database", async () => {
    const calls: string[] = [];
    const counted = await createProduct({}, ({ db }) => ({
      background: () => {},
      supabaseFetch: (input, init) => {
        calls.push(String(input));
        return db.supabase.fetch(input, init);
      },
    }));
    await counted.postCloudtalk(fixture("cloudtalk-call-ended-answered"));
    await counted.postCloudtalk(fixture("cloudtalk-call-modified-tags"));
    await counted.postWasender(fixture("wasender-messages-received-text"));
    expect(calls.map((url) => url.split("/").at(-1))).toEqual([
      "record_delivery",
      "record_delivery",
      "record_delivery",
    ]);
    await counted.close();
  });
});
