import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addChannel } from "../../../lib/outbox/keep-credentials.ts";
import { cloudtalk } from "../../../lib/vendors/cloudtalk/vendor.ts";
import { cunnekt } from "../../../lib/vendors/cunnekt/vendor.ts";
import { cunnektSubject, webhookToken } from "../../conformance/subjects/cunnekt.ts";
import { Visitor } from "../../monitor/visitor.ts";
import { channelOf, createProduct, type Product } from "../../support/product.ts";
import { received } from "./bodies.ts";

/** Two numbers at Cunnekt: the environment's, and one that an admin added. Its events name neither. */
const own = { apiKey: "key-of-this-channel", webhookToken: "webhook-token-of-this-channel" };
let product: Product;
let environments: string;
let added: string;

beforeAll(async () => {
  const env = {
    ...cunnektSubject.env,
    WHATSAPP_API_TOKEN: "",
    WHATSAPP_WEBHOOK_SECRET: "",
    CHANNEL_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  product = await createProduct(env, () => ({ vendors: [cloudtalk, cunnekt] }));
  await product.tick();
  environments = await channelOf(product);
  const [row] = await product.db.sql<[{ workspace: string }]>`select workspace_id as workspace from channels`;
  const staff = await product.db.createStaff({ role: "admin" });
  const member = {
    ...staff,
    workspace: row.workspace,
    role: "admin",
    timeZone: "Europe/Rome",
    name: null,
  } as const;
  const vendor = product.services.channelVendors.find(({ name }) => name === "cunnekt")!;
  added = await addChannel(product.services, member, vendor, { name: "Secondo", credentials: own });
});
afterAll(() => product.close());

test("whose token it is says which number was written to", async () => {
  for (const [n, token] of [webhookToken, own.webhookToken].entries()) {
    const response = await product.doors.webhook.request(
      `http://aftercall.test/api/cunnekt-whatsapp?action=webhook&token=${token}`,
      {
        method: "POST",
        body: JSON.stringify(received(n + 1, "Buongiorno")),
        headers: { "content-type": "application/json" },
      },
    );
    expect(await response.json()).toMatchObject({ outcome: "processed" });
  }
  const rows = await product.db.sql`select channel_id from whatsapp_messages order by id`;
  expect(rows.map(({ channel_id }) => channel_id)).toEqual([environments, added]);
});

test("the monitor asks for its credentials when one is added", async () => {
  const visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff({ role: "admin" }));
  const add = await (await visitor.get("/monitor/settings/channels/add?vendor=cunnekt")).text();
  for (const { name } of cunnekt.numbers!.credentials) expect(add).toContain(`name="credential-${name}"`);
});
