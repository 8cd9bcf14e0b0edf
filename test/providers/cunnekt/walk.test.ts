import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cloudtalk } from "../../../lib/vendors/cloudtalk/vendor.ts";
import { cunnekt } from "../../../lib/vendors/cunnekt/vendor.ts";
import { cunnektSubject, webhookToken } from "../../conformance/subjects/cunnekt.ts";
import { endedCall, phone } from "../../support/calls.ts";
import { createProduct, type Product } from "../../support/product.ts";
import { contact, delivered, message, textMessage, waId } from "../meta/bodies.ts";
import { received, status } from "./bodies.ts";

/** The main job with no number but Cunnekt's: a call ends, the message leaves, its ticks and the answer come back. */
let product: Product;
let sends: { path: string; key: string | null; body: Record<string, unknown> }[];
let answer: () => Response;
const { CUNNEKT_API_KEY: key } = cunnektSubject.env;
const documented = [
  "https://app2.cunnekt.com/v1/sendnotification",
  "https://app.cunnekt.com/api/v1/whatsapp/replymessage",
];

beforeEach(async () => {
  const env = { ...cunnektSubject.env, WHATSAPP_API_TOKEN: "", WHATSAPP_WEBHOOK_SECRET: "" };
  product = await createProduct(env, () => ({ vendors: [cloudtalk, cunnekt] }));
  sends = [];
  answer = () => HttpResponse.json({ messages: [{ id: `wamid.OUT-${sends.length}` }] });
  product.wasender.use(
    ...documented.map((address) =>
      http.post(address, async ({ request }) => {
        const body = (await request.json()) as Record<string, unknown>;
        sends.push({ path: new URL(request.url).pathname, key: request.headers.get("api-key"), body });
        return answer();
      }),
    ),
  );
});
afterEach(() => product.close());

const door = "http://aftercall.test/api/cunnekt-whatsapp";
const knock = (query: string, body: object = received(1, "Ciao")) =>
  product.doors.webhook.request(`${door}${query}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
async function post(body: object): Promise<Record<string, unknown>> {
  const response = await knock(`?action=webhook&token=${webhookToken}`, body);
  await product.afterResponses();
  return (await response.json()) as Record<string, unknown>;
}
const call = async (n: number) => {
  await product.postCloudtalk(endedCall(n));
  await product.afterResponses();
};
const followUps = () =>
  product.db.sql`select status, whatsapp_message_id, reason_code from whatsapp_messages
    where purpose = 'follow_up' order by id`;
const optedOut = async () =>
  (await product.db.sql`select opted_out_at is not null as is_out from contacts order by id`).map(
    ({ is_out }) => is_out,
  );
const looks = async () =>
  (
    await product.db
      .sql`select kind from attention where settled_at is null and kind <> 'no_template' order by id`
  ).map(({ kind }) => kind);

/** The text of follow-ups, as approved at Cunnekt under this id. */
async function approve(id: string): Promise<void> {
  await product.tick();
  await product.db.sql`insert into whatsapp_template_states (channel_id, template_id, workspace_id, vendor_id,
      vendor_name, state, version)
    select c.id, t.id, c.workspace_id, ${id}, t.key, 'approved', t.version
    from channels c join whatsapp_templates t on t.workspace_id = c.workspace_id where t.key = 'follow_up'`;
}

test("the first start makes the environment's channel Cunnekt's", async () => {
  await product.tick();
  expect(await product.db.sql`select vendor, account, state from channels`).toEqual([
    { vendor: "cunnekt", account: null, state: "active" },
  ]);
});

test("a call ends, the template leaves by its id, its ticks come back, and the answer counts", async () => {
  await approve("1844499816365738");
  await call(1);
  expect(sends).toEqual([
    {
      path: "/v1/sendnotification",
      key,
      body: expect.objectContaining({ mobile: waId(1), templateid: "1844499816365738" }),
    },
  ]);
  expect(await followUps()).toMatchObject([{ status: "accepted", whatsapp_message_id: "wamid.OUT-1" }]);
  await post(status("wamid.OUT-1", "delivered"));
  await post({
    statuses: [{ id: "wamid.OUT-1", status: "read", timestamp: "1795251600", recipient_id: waId(1) }],
  });
  expect(await followUps()).toMatchObject([{ status: "read" }]);
  expect(await post(received(1, "Ecco la bolletta"))).toMatchObject({ outcome: "processed" });
  expect(await product.db.sql`select electricity_bill_received as is_in from cloudtalk_calls`).toEqual([
    { is_in: true },
  ]);
});

test("an answer without an id is uncertain, and never sent twice", async () => {
  answer = () => HttpResponse.json({ status: true, message: "Submitted" });
  await approve("1844499816365738");
  await call(1);
  await product.tick();
  await product.afterResponses();
  expect(await followUps()).toMatchObject([{ status: "uncertain", reason_code: "unreadable_answer" }]);
  expect(sends).toHaveLength(1);
});

test("a refused key pauses the number, and since nothing can be asked the next message is the probe", async () => {
  answer = () => HttpResponse.json({ message: "Invalid API-KEY" }, { status: 401 });
  await approve("1");
  await call(1);
  const paused = [{ state: "paused", pause_reason: "bad_key" }];
  const channels = () => product.db.sql`select state, pause_reason from channels`;
  expect(await channels()).toEqual(paused);
  await product.db.shiftClock(5 * 60_000);
  await product.tick();
  await product.afterResponses();
  expect([await channels(), sends.length]).toEqual([paused, 2]);
  answer = () => HttpResponse.json({ id: "4711" });
  await product.db.shiftClock(10 * 60_000);
  await product.tick();
  await product.afterResponses();
  expect(await channels()).toMatchObject([{ state: "active" }]);
  expect(await followUps()).toMatchObject([{ status: "accepted" }]);
  await post(status("4711", "delivered"));
  expect(await followUps()).toMatchObject([{ status: "delivered" }]);
});

test("its token opens the door in the address or in a header; other actions are told that there are none", async () => {
  const told = async (query: string) => (await knock(query)).status;
  expect(await told(`?action=webhook&token=${webhookToken}`)).toBe(200);
  expect(await told(`?token=${webhookToken}`)).toBe(200);
  expect(await told("?action=webhook&token=another")).toBe(401);
  expect(await told("?action=webhook")).toBe(401);
  expect(await told(`?action=send-message&token=${webhookToken}`)).toBe(400);
  const rows = await product.db.sql`select outcome, headers from webhook_requests order by id`;
  expect(rows.map(({ outcome }) => outcome)).toEqual(["processed", "duplicate"]);
  expect(JSON.stringify(rows)).not.toContain(webhookToken);
});

test("a stop is heeded, and no start word takes it back: a person is told", async () => {
  await call(1);
  await post(received(1, "STOP"));
  expect(await optedOut()).toEqual([true]);
  await post(received(1, "START", { messageId: "wamid.START", timestamp: "2026-11-21T09:05:00Z" }));
  const messages = [textMessage(1, "START", { id: "wamid.START-2", timestamp: "1795252200" })];
  await post(delivered({ contacts: [contact(1)], messages }));
  expect(await optedOut()).toEqual([true]);
  expect(await looks()).toEqual(["unproved_start", "unproved_start"]);
  const preference = {
    wa_id: waId(1),
    value: "resume",
    category: "marketing_messages",
    timestamp: 1795252300,
  };
  const change = {
    field: "user_preferences",
    value: { contacts: [contact(1)], user_preferences: [preference] },
  };
  expect(await post({ entry: [{ id: "1", changes: [change] }] })).toMatchObject({
    outcome: "ignored",
    reason: "unproved",
  });
});

test("a deletion hides nothing, and is shown as something to look at", async () => {
  await post(received(1, "Ecco la bolletta"));
  const revoke = message(1, "revoke", {
    id: "wamid.REVOKE",
    revoke: { original_message_id: "wamid.IN-1" },
  });
  expect(await post({ contacts: [contact(1)], messages: [revoke] })).toMatchObject({ reason: "unproved" });
  expect(await product.db.sql`select body, deleted_at from whatsapp_messages`).toEqual([
    { body: "Ecco la bolletta", deleted_at: null },
  ]);
  expect(await looks()).toEqual(["unproved_deletion"]);
});

test("nobody becomes one with another by what it says", async () => {
  await post(received(1, "Sono Anna"));
  const hidden = { ...textMessage(2, "Sono io"), from_user_id: "IT.1A2b" };
  delete (hidden as { from?: string }).from;
  await post({ contacts: [{ profile: { name: "Anna" }, user_id: "IT.1A2b" }], messages: [hidden] });
  const both = textMessage(1, "Ancora io", { id: "wamid.IN-3", from_user_id: "IT.1A2b" });
  await post({ contacts: [contact(1, { user_id: "IT.1A2b" })], messages: [both] });
  const changed = message(1, "system", {
    id: "wamid.SYS",
    system: { type: "user_changed_number", body: "+39… → +39…", wa_id: waId(3) },
  });
  await post({ messages: [changed] });
  expect(
    await product.db.sql`select kind, value from contact_identities where contact_id in (
      select id from contacts where merged_into is null) order by kind`,
  ).toEqual([
    { kind: "bsuid", value: "IT.1A2b" },
    { kind: "phone", value: phone(1) },
  ]);
  expect(await product.db.sql`select count(*)::int as n from contact_merges`).toEqual([{ n: 0 }]);
});
