import { afterEach, beforeEach, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** Cunnekt lists no texts: a manager writes what it approved, and what it is called there. */
let product: Product;
let visitor: Visitor;
const path = "/monitor/settings/templates/whatsapp";
const origin = { origin: "http://aftercall.test", "accept-language": "it" };

beforeEach(async () => {
  product = await createProduct({
    CUNNEKT_API_KEY: "cunnekt-key-of-the-tests",
    CUNNEKT_WEBHOOK_TOKEN: "cunnekt-webhook-token-of-the-tests",
    FIRST_CONTACT_CHANNEL: "cunnekt",
  });
  await product.db.sql`update channels set state = 'paused', pause_reason = 'staff'`;
  visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff({ role: "manager" }));
});
afterEach(() => product.close());

const page = async () => (await visitor.get(`${path}?key=follow_up`, { "accept-language": "it" })).text();
const note = async (id: string) => {
  const [row] = await product.db.sql`select c.id, t.version from channels c, whatsapp_templates t
    where c.vendor = 'cunnekt' and t.key = 'follow_up'`;
  const form = { channel: row!.id, version: String(row!.version), id };
  return visitor.post(`${path}/approved?key=follow_up`, form, origin);
};
const states = () => product.db.sql`select state, vendor_id from whatsapp_template_states`;

test("noted with its id the text leaves as that; taken back it does not; both are in the log", async () => {
  expect(await page()).toContain("Segna come approvato");
  expect(await page()).not.toContain("Salva e invia");
  expect((await note("due parole")).status).toBe(422);
  expect((await note("bolletta_1")).status).toBe(303);
  expect(await page()).toContain("Segnato: da questo numero il testo parte.");
  expect(await states()).toEqual([{ state: "approved", vendor_id: "bolletta_1" }]);
  await product.postCloudtalk(endedCall(1));
  expect(await product.db.sql`select content from whatsapp_messages`).toMatchObject([
    { content: { kind: "template", id: "bolletta_1" } },
  ]);
  const [one] = await product.db.sql`select id from whatsapp_template_states`;
  expect(
    (await visitor.post(`${path}/remove?key=follow_up`, { state: String(one!.id) }, origin)).status,
  ).toBe(303);
  expect(await states()).toEqual([]);
  await product.postCloudtalk(endedCall(2));
  expect(await product.db.sql`select code from asks order by id`).toMatchObject([
    {},
    { code: "no_template" },
  ]);
  expect(
    await product.db.sql`select action from audit_log where action like 'template%' order by id`,
  ).toEqual([{ action: "template_noted" }, { action: "template_forgotten" }]);
});
