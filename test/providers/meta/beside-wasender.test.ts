import { randomBytes } from "node:crypto";
import { HttpResponse, http } from "msw";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addChannel } from "../../../lib/outbox/keep-credentials.ts";
import { meta } from "../../../lib/vendors/meta/vendor.ts";
import { signMeta } from "../../../lib/vendors/shared/graph/verify-meta.ts";
import { Visitor } from "../../monitor/visitor.ts";
import { endedCall, inbound, phone } from "../../support/calls.ts";
import { channelOf, createProduct, type Product } from "../../support/product.ts";
import { contact, delivered, numberId, textMessage } from "./bodies.ts";

/** A number at Meta that an admin added on the monitor, while the environment's is Wasender's: nothing of Meta is in the environment. */
const own = {
  accessToken: "access-token-of-this-channel",
  phoneNumberId: numberId,
  appSecret: "app-secret-of-this-channel",
  verifyToken: "verify-token-of-this-channel",
};
let product: Product;
let id: string;
let wasender: string;
const sends: { to: string }[] = [];
const door = "http://aftercall.test/api/whatsapp/webhooks/meta";

beforeAll(async () => {
  product = await createProduct({ CHANNEL_KEYS: `k1:${randomBytes(32).toString("base64")}` });
  product.wasender.use(
    http.post(`https://graph.facebook.com/v26.0/${numberId}/messages`, async ({ request }) => {
      expect(request.headers.get("authorization")).toBe(`Bearer ${own.accessToken}`);
      sends.push((await request.json()) as { to: string });
      return HttpResponse.json({ messages: [{ id: `wamid.OUT-${sends.length}` }] });
    }),
  );
  wasender = await channelOf(product);
  const [row] = await product.db.sql<[{ workspace: string }]>`select workspace_id as workspace from channels`;
  const staff = await product.db.createStaff({ role: "admin" });
  const member = {
    ...staff,
    workspace: row.workspace,
    role: "admin",
    timeZone: "Europe/Rome",
    name: null,
  } as const;
  const vendor = product.services.channelVendors.find(({ name }) => name === "meta")!;
  id = await addChannel(product.services, member, vendor, { name: "Meta", credentials: own });
  await product.db.sql`update channels set min_interval_ms = 0`;
});
afterAll(() => product.close());

const post = (body: string, secret = own.appSecret) =>
  product.doors.webhook.request(door, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-hub-signature-256": signMeta(body, secret) },
  });

test("its own token answers Meta's question, and its own secret proves its deliveries", async () => {
  const ask = (token: string) =>
    product.doors.webhook.request(`${door}?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=${token}`);
  expect(await (await ask(own.verifyToken)).text()).toBe("4711");
  expect((await ask("nobody's")).status).toBe(403);
  const body = JSON.stringify(
    delivered({ contacts: [contact(1)], messages: [textMessage(1, "Buongiorno")] }),
  );
  expect((await post(body, "nobody's")).status).toBe(401);
  expect(await (await post(body)).json()).toMatchObject({ outcome: "processed" });
  await product.postWasender(inbound(2, "Salve"));
  const rows = await product.db.sql`select channel_id, address from whatsapp_messages order by id`;
  expect(rows.map(({ channel_id }) => channel_id)).toEqual([id, wasender]);
});

test("who wrote to it is answered from it, everybody else from the number of first contacts", async () => {
  await product.db.shiftClock(60_000);
  for (const n of [1, 2, 3]) await product.postCloudtalk(endedCall(n));
  await product.afterResponses();
  await product.tick();
  await product.afterResponses();
  expect(sends.map(({ to }) => to)).toEqual([phone(1)]);
  expect(product.wasender.sends.map(({ to }) => to).toSorted()).toEqual([phone(2), phone(3)]);
});

test("another number of the same app is nobody's: kept, and in sight", async () => {
  const body = JSON.stringify(
    delivered({ contacts: [contact(4)], messages: [textMessage(4, "Ciao")] }, "209999999999999"),
  );
  expect(await (await post(body)).json()).toMatchObject({ outcome: "ignored", reason: "unknown_account" });
  expect(await product.db.sql`select detail from attention where kind = 'unknown_account'`).toEqual([
    { detail: "meta 209999999999999" },
  ]);
});

test("the monitor speaks of both, and of Meta's words where it stands still", async () => {
  await product.db.sql`update channels set state = 'paused', pause_reason = 'plan_ended' where id = ${id}`;
  const visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff({ role: "admin" }));
  const home = await (await visitor.get("/monitor/diagnostics", { "accept-language": "it" })).text();
  expect(home).toContain(meta.words.it.reasons.plan_ended);
  expect(home).toContain('id="heard-meta"');
  const add = await (await visitor.get("/monitor/settings/channels/add?vendor=meta")).text();
  for (const { name } of meta.numbers!.credentials) expect(add).toContain(`name="credential-${name}"`);
});
