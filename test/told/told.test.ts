import { afterEach, beforeEach, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { inbound } from "../support/kit.ts";
import { createProduct, type Product } from "../support/product.ts";

let product: Product;
let staff: Staff;
beforeEach(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  staff = await product.db.createStaff();
});
afterEach(() => product.close());

async function signedIn(who: Staff): Promise<Visitor> {
  const visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(who);
  return visitor;
}

test("counts, choices and a text that names nobody, in few bytes; 304 while they hold", async () => {
  const visitor = await signedIn(staff);
  const first = await visitor.get("/monitor/told");
  expect(await first.json()).toMatchObject({ new: 0, reply: 0, problem: 0, sound: false, notice: false });
  const known = { "if-none-match": first.headers.get("etag")! };
  expect((await visitor.get("/monitor/told", known)).status).toBe(304);
  await product.postWasender(inbound(1, "Buongiorno, sono Marisa"));
  const next = await visitor.get("/monitor/told", known);
  const body = await next.text();
  expect(JSON.parse(body)).toMatchObject({ new: 1, reply: 1, text: "One person wrote" });
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(300);
});

test("each member chooses for themselves, without a script too", async () => {
  const visitor = await signedIn(staff);
  const told = [
    ["told", "sound"],
    ["told", "notice"],
    ["told", "<script>"],
  ] as [string, string][];
  expect((await visitor.post("/monitor/me/told", told)).status).toBe(303);
  expect(await (await visitor.get("/monitor/told")).json()).toMatchObject({ sound: true, notice: true });
  expect(await (await visitor.get("/monitor/me")).text()).toMatch(/value="sound"\s+checked/);
  const other = await signedIn(await product.db.createStaff());
  expect(await (await other.get("/monitor/told")).json()).toMatchObject({ sound: false, notice: false });
});

test("who is signed out, or of no company, is told nothing", async () => {
  const visitor = await signedIn(await product.db.createStaff({ workspace: null }));
  expect((await visitor.get("/monitor/told")).status).toBe(403);
  visitor.cookies.clear();
  expect((await visitor.get("/monitor/told")).status).toBe(303);
});
