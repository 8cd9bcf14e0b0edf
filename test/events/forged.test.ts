import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addChannel } from "../../lib/outbox/keep-credentials.ts";
import { signMeta } from "../../lib/vendors/shared/graph/verify-meta.ts";
import { metaSubject } from "../conformance/subjects/meta.ts";
import { changed, contact, delivered, numberId, textMessage, waId } from "../providers/meta/bodies.ts";
import { createProduct, type Product } from "../support/product.ts";

/** What a secret proves is of the numbers that have it, and of their companies. */
const secrets = { ours: metaSubject.env.META_WHATSAPP_APP_SECRET!, theirs: "app-secret-of-the-neighbour" };
const theirNumber = "209999999999999";
let product: Product;
let own: string;

beforeEach(async () => {
  product = await createProduct({ CHANNEL_KEYS: `k1:${randomBytes(32).toString("base64")}` }, () => ({
    background: () => {},
  }));
  await product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  own = await add("default", numberId, secrets.ours);
  await add("neighbour", theirNumber, secrets.theirs);
});
afterEach(() => product.close());

const workspace = async (key: string) =>
  (await product.db.sql<[{ id: string }]>`select id from workspaces where key = ${key}`)[0].id;

async function add(key: string, phoneNumberId: string, appSecret: string) {
  const staff = await product.db.createStaff({ role: "admin", workspace: key });
  const member = { ...staff, workspace: await workspace(key), role: "admin", timeZone: "UTC", name: null };
  const vendor = product.services.channelVendors.find(({ name }) => name === "meta")!;
  const credentials = { accessToken: `token-${key}`, phoneNumberId, appSecret };
  return addChannel(product.services, member as never, vendor, { name: `Meta ${key}`, credentials });
}

const post = async (value: object, secret: string) => {
  const body = JSON.stringify(value);
  const response = await product.doors.webhook.request("http://aftercall.test/api/whatsapp/webhooks/meta", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-hub-signature-256": signMeta(body, secret) },
  });
  return (await response.json()) as Record<string, unknown>;
};
const hello = (number: string) =>
  delivered({ contacts: [contact(1)], messages: [textMessage(1, "Buongiorno")] }, number);
const kept = () => product.db.sql`select w.key, r.outcome, r.reason from webhook_requests r
  join workspaces w on w.id = r.workspace_id order by r.id`;

test("a company's own secret says nothing of another's number", async () => {
  await post(hello(numberId), secrets.theirs);
  expect(await product.db.sql`select from whatsapp_messages`).toHaveLength(0);
  expect(await kept()).toMatchObject([{ key: "neighbour", outcome: "ignored", reason: "unknown_account" }]);
  await post(hello(theirNumber), secrets.theirs);
  await post(hello(numberId), secrets.ours);
  expect((await kept()).slice(1)).toMatchObject([
    { key: "neighbour", outcome: "processed" },
    { key: "default", outcome: "processed" },
  ]);
});

test("news of no number are of the company whose secret proved them", async () => {
  await post(hello(numberId), secrets.ours);
  const before = await product.db.sql`select * from channel_standing`;
  const news = { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE", waba_ban_date: "x" } };
  await post(changed("account_update", news), secrets.theirs);
  expect((await kept())[1]).toMatchObject({ key: "neighbour" });
  expect(await product.db.sql`select * from channel_standing where channel_id = ${own}`).toEqual(before);
});

test("one app of two companies proves each one's numbers", async () => {
  await add("neighbour", "209999999999998", secrets.ours);
  await post(hello("209999999999998"), secrets.ours);
  await post(hello(numberId), secrets.ours);
  expect(await kept()).toMatchObject([
    { key: "neighbour", outcome: "processed" },
    { key: "default", outcome: "processed" },
  ]);
});

const other = { display_phone_number: "15550000000", phone_number_id: "303030303030303" };
test.each([
  [
    "a call",
    "calls",
    {
      calls: [
        {
          id: "wacid.X",
          from: waId(1),
          to: "15550000000",
          event: "terminate",
          direction: "USER_INITIATED",
          timestamp: "1795251700",
          status: "COMPLETED",
          duration: 60,
          start_time: "1795251600",
          end_time: "1795251660",
        },
      ],
    },
  ],
  [
    "a preference",
    "user_preferences",
    {
      user_preferences: [
        { wa_id: waId(1), category: "marketing_messages", value: "stop", timestamp: 1795251600 },
      ],
    },
  ],
  [
    "another id of somebody",
    "messages",
    {
      messages: [
        {
          id: "wamid.S",
          from: waId(1),
          timestamp: "1795251600",
          type: "system",
          system: { type: "user_changed_user_id", previous_user_id: "IT.a", user_id: "IT.b" },
        },
      ],
    },
  ],
])("%s at a number that is none of ours has no effect, and is in sight", async (_, field, value) => {
  await post(hello(numberId), secrets.ours);
  await post(changed(field, { metadata: other, contacts: [contact(1)], ...value }), secrets.ours);
  expect((await kept())[1]).toMatchObject({ outcome: "ignored", reason: "unknown_account" });
  expect(await product.db.sql`select from cloudtalk_calls`).toHaveLength(0);
  expect(await product.db.sql`select from contact_identities where kind = 'bsuid'`).toHaveLength(0);
  expect(await product.db.sql`select from contacts where marketing_stopped_at is not null`).toHaveLength(0);
});
