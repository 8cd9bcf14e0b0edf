import { afterEach, beforeEach, expect, test } from "vitest";
import { vendors } from "../../../lib/vendors/vendors.ts";
import { submitLead } from "../../../simulator/leads/submit-lead.ts";
import { addGuest } from "../../../simulator/world/add-guest.ts";
import { type GraphDouble, googleLeadsKey, graphDouble, graphEnv } from "../../support/graph-double.ts";
import { phone } from "../../support/kit.ts";
import { createProduct, type Product } from "../../support/product.ts";

/** An ad's form at Google is filled in, and the first message is on the phone within the minute. */
let product: Product;
let graph: GraphDouble;
beforeEach(async () => {
  product = await createProduct({ ...graphEnv, GOOGLE_LEADS_KEY: googleLeadsKey });
  graph = await graphDouble(product);
});
afterEach(() => product.close());

const filled = { vendor: "google", name: "Anna Bianchi", email: "anna@example.com", answer: "300" } as const;
const flags = { consent: true, organic: false, test: false, refused: false };

/** Where the vendor is in the list. */
const isHere = vendors.some(({ name }) => name === "google_leads");

test.runIf(isHere)("told twice it is one person and one ask; a test is nobody", async () => {
  addGuest(graph.sim.world, phone(1), "Anna Bianchi");
  const own = await submitLead(graph.sim, { ...filled, ...flags, phone: phone(1) });
  const posts = [await own!.tell(), await own!.tell()];
  expect(posts.map(({ attempts }) => attempts.at(-1)?.status)).toEqual([200, 200]);
  const trial = await submitLead(graph.sim, { ...filled, ...flags, phone: phone(2), test: true });
  await trial!.tell();
  await product.afterResponses();
  expect(
    await product.db
      .sql`select external_id, status, state <> 'test' as is_real, campaign_id from leads order by id`,
  ).toEqual([
    { external_id: own!.lead.id, status: "created", is_real: true, campaign_id: "21000000001" },
    { external_id: trial!.lead.id, status: "created", is_real: false, campaign_id: "21000000001" },
  ]);
  expect(await product.db.sql`select origin_kind from asks`).toEqual([{ origin_kind: "lead" }]);
  expect(await product.db.sql`select count(*)::int from contacts`).toEqual([{ count: 1 }]);
  const [message] = await product.db
    .sql`select recipient, due_at <= app.now() + interval '1 minute' as is_soon
    from whatsapp_messages`;
  expect(message).toEqual({ recipient: phone(1), is_soon: true });
});
