import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redactText } from "../../lib/base/redact.ts";
import { endedCall, inbound, phone } from "../support/calls.ts";
import { createProduct, type Product, secrets } from "../support/product.ts";

/** Bodies made to hurt: found by attacking the doors. */
let product: Product;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
});
afterAll(() => product.close());

const outcome = async (response: Response) => [
  response.status,
  ((await response.json()) as { outcome?: string }).outcome,
];
const row = async () => (await product.db.sql`select * from webhook_requests order by id desc limit 1`)[0]!;

describe("a text that makes a pattern work hard", () => {
  // Quadratic, these would take hours; the suite's own limit is the clock.
  test.for([["a."], ["-a"], ['"a'], ["a:"], ["a\\"], ['a="']])("a million characters of %j", ([part]) => {
    expect(redactText(part!.repeat(1_000_000 / part!.length), []).length).toBeGreaterThan(0);
  });

  test("is kept as the customer wrote it", async () => {
    const text = `token: a.b-c ${"a.".repeat(30_000)}`;
    expect(await outcome(await product.postWasender(inbound(1, text)))).toEqual([200, "processed"]);
    const [message] = await product.db.sql`select body from whatsapp_messages order by id desc limit 1`;
    expect(message?.body).toBe(text);
    expect((await row()).body.data.messages.messageBody).toBe(text);
  });
});

describe("half an emoji", () => {
  const emoji = `x${"😀".repeat(60)}`;
  test.for([
    { event: emoji, data: {} },
    { event: "session.status", data: { status: emoji } },
    { event: "messages.update", data: { key: { id: "a" }, update: { status: emoji } } },
    inbound(2, "", { message: { protocolMessage: { type: emoji } } }),
    inbound(2, "ciao", { message: { conversation: "ciao" }, key: { pushName: emoji } }),
  ])("cut out of %j is no reason to fail", async (body) => {
    const [status, how] = await outcome(await product.postWasender(body));
    expect([status, ["ignored", "processed"].includes(how as string)]).toEqual([200, true]);
  });
});

test("a valid number longer than E.164 is invalid, not poison", async () => {
  for (const number of ["+4973996700940036", "+8100668852996554455"]) {
    expect(
      await outcome(await product.postCloudtalk(endedCall(3, { call_id: number, external_number: number }))),
    ).toEqual([200, "processed"]);
    const [call] = await product.db.sql`select * from cloudtalk_calls where cloudtalk_call_id = ${number}`;
    expect(call).toMatchObject({ phone_number: null, phone_problem: "invalid", should_send: false });
  }
});

test("secrets in a body reach neither the record nor the call", async () => {
  await product.postCloudtalk(
    endedCall(4, {
      call_id: "leaky",
      secret: secrets.cloudtalkWebhook,
      api_key: "sk_live_1",
      note: `auth ${secrets.cloudtalkWebhook}`,
    }),
  );
  const [call] = await product.db.sql`select facts from cloudtalk_calls where cloudtalk_call_id = 'leaky'`;
  expect(JSON.stringify([call, await row()])).not.toMatch(/secret-of-the-tests|sk_live_1/);
});

test("names are cut, so that no customer fills the page of everybody", async () => {
  const name = "M".repeat(90_000);
  await product.postCloudtalk(endedCall(5, { call_id: "long", contact_name: name, company: name }));
  const [call] = await product.db.sql`select length(contact_name) as name, length(company) as company
    from cloudtalk_calls where cloudtalk_call_id = 'long'`;
  expect(call).toEqual({ name: 200, company: 200 });
});

test("a failure that names no message counts once, however often it is delivered", async () => {
  const product = await createProduct({}, () => ({ background: () => {} }));
  await product.postCloudtalk(endedCall(6, { call_id: "one" }));
  await product.tick();
  const failure = { event: "message.sent", timestamp: 1_794_826_820, data: { success: false, error: "no" } };
  expect(await outcome(await product.postWasender(failure))).toEqual([200, "processed"]);
  await product.db.shiftClock(120_000);
  await product.postCloudtalk(endedCall(7, { call_id: "two" }));
  await product.tick();
  expect(await outcome(await product.postWasender(failure))).toEqual([200, "duplicate"]);
  const messages = await product.db.sql`select recipient, status from whatsapp_messages
    where recipient in (${phone(6)}, ${phone(7)}) order by recipient`;
  expect(messages.map(({ status }) => status)).toEqual(["failed", "accepted"]);
  await product.close();
});

test("a form of many keys is read at once", async () => {
  const form = Array.from({ length: 60_000 }, (_, i) => `k${i}=1`).join("&");
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = `call_id=form&external_number=${phone(8).slice(1)}&${form}`;
  expect(await outcome(await product.postCloudtalk(body, { headers }))).toEqual([200, "processed"]);
});

test("blanks are no secret", async () => {
  const blank = await createProduct({ CLOUDTALK_WEBHOOK_SECRET: "   " });
  const response = await blank.doors.webhook.request(
    "http://aftercall.test/webhook/cloudtalk?secret=%20%20%20",
    {
      method: "POST",
      body: "{}",
    },
  );
  expect(response.status).toBe(503);
  await blank.close();
});

describe("a person's decision that is none", () => {
  test("is refused, not taken for a no", async () => {
    const staff = await product.db.createStaff({ role: "admin" });
    const [call] = await product.db.sql`select id from cloudtalk_calls limit 1`;
    const [channel] = await product.db.sql`select id from channels`;
    for (const [name, args] of [
      ["override_call", { call: call?.id, decision: null }],
      ["override_call", { call: call?.id, decision: "maybe" }],
      ["set_channel_paused", { channel: channel?.id, paused: null }],
    ] as const) {
      expect([name, (await staff.client.rpc(name, args)).error?.code]).toEqual([name, "PT400"]);
    }
  });
});
