import { afterEach, beforeEach, expect, test } from "vitest";
import { cloudtalk } from "../../lib/vendors/cloudtalk/vendor.ts";
import { checkMeta } from "../../lib/vendors/meta/doctor/check-meta.ts";
import { meta } from "../../lib/vendors/meta/vendor.ts";
import { writeMessage } from "../../simulator/phone/write-message.ts";
import { addGuest } from "../../simulator/world/add-guest.ts";
import { endedCall, phone } from "../support/calls.ts";
import { type GraphDouble, graphDouble, graphEnv } from "../support/graph-double.ts";
import { createProduct, type Product } from "../support/product.ts";

/** The pretend Graph API and the product, face to face. */
let product: Product;
let graph: GraphDouble;

beforeEach(async () => {
  const env = { ...graphEnv, WHATSAPP_API_TOKEN: "", WHATSAPP_WEBHOOK_SECRET: "" };
  product = await createProduct(env, () => ({
    vendors: [cloudtalk, meta],
    resolveHost: async () => [{ address: "3ffe::1", family: 6 }],
  }));
  graph = await graphDouble(product);
});
afterEach(() => product.close());

const sentOnes = () =>
  product.db
    .sql`select status, whatsapp_message_id as id from whatsapp_messages where direction = 'out' order by id`;

test("somebody writes, is called, gets our message, and sends a bill that is stored", async () => {
  const { sim } = graph;
  const order = { line: "meta", kind: "text", text: "È qui la bolletta?" } as const;
  const customer = addGuest(sim.world, phone(1), "Cliente 1");
  expect(await writeMessage(sim, customer, order).taken).toBe(true);
  await product.postCloudtalk(endedCall(1));
  await product.afterResponses();
  await graph.steps(3);
  expect(customer.chat.map(({ from }) => from)).toEqual(["customer", "business"]);
  expect(await sentOnes()).toEqual([{ status: "read", id: sim.world.sends[0]!.message.id }]);
  expect(await writeMessage(sim, customer, { line: "meta", kind: "pdf" }).taken).toBe(true);
  await product.afterResponses();
  expect(await product.db.sql`select state, mime_type from whatsapp_media`).toEqual([
    { state: "stored", mime_type: "application/pdf" },
  ]);
  expect(await product.db.sql`select electricity_bill_received as is_in from cloudtalk_calls`).toEqual([
    { is_in: true },
  ]);
});

test("who never wrote gets no free text, and the number goes on", async () => {
  await product.postCloudtalk(endedCall(2));
  await product.afterResponses();
  await graph.steps(3);
  expect(graph.sim.world.sends).toEqual([]);
  expect(await product.db.sql`select state from channels`).toEqual([{ state: "active" }]);
});

test("the doctor finds nothing to mend at the pretend Meta, and an older version when that is served", async () => {
  const asked = async () =>
    (await checkMeta(graphEnv, "http://aftercall.test", fetch)).filter(({ state }) => state !== "ok");
  expect(await asked()).toEqual([]);
  graph.sim.world.switches.metaOldVersion = true;
  expect(JSON.stringify(await asked())).toContain("v21.0");
});
