import { HttpResponse } from "msw";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { channelOf, createProduct, type Product } from "../support/product.ts";

/** A number whose phone is no longer linked: the code to scan, on the page. */
let product: Product;
let path: string;
const who = {} as Record<"agent" | "manager", Visitor>;
beforeAll(async () => {
  product = await createProduct({
    WASENDER_PERSONAL_TOKEN: "personal-token-of-the-tests",
    WASENDER_SESSION_ID: "12345",
  });
  path = `/monitor/settings/channels/${await channelOf(product)}`;
  for (const role of ["agent", "manager"] as const) {
    who[role] = new Visitor(product.doors.monitor);
    const staff = await product.db.createStaff({ role });
    await product.db.sql`update memberships set name = ${role === "manager" ? "Marco Bassi" : "Ada"}
      where user_id = ${staff.userId}`;
    await who[role].signIn(staff);
  }
});
afterAll(() => product.close());
beforeEach(async () => {
  await product.db
    .sql`update channels set state = 'paused', pause_reason = 'session_down', paused_at = app.now(),
    connection_status = 'logged_out', connection_status_at = app.now()`;
  product.wasender.answerStatus(() => HttpResponse.json({ status: "logged_out" }));
  product.wasender.answerQr(null);
});
const page = async (visitor: Visitor, at: string) => (await visitor.get(at)).text();

test("a manager is led to the code, an assistant reads whom to call", async () => {
  expect(await page(who.manager, path)).toContain(`${path}/connect`);
  const read = await page(who.agent, path);
  expect(read).toContain("Tell Marco Bassi, who can link it again.");
  expect(read).not.toContain("/connect");
  expect((await who.agent.get(`${path}/connect`)).status).toBe(403);
  expect((await who.agent.get(`${path}/connect/live`)).status).toBe(403);
});

test("the code is drawn, asked for with the account's token, and stands nowhere as text", async () => {
  product.wasender.answerQr("2@DfzdTHeYfa9/RMXr8A2IP3");
  const shown = await page(who.manager, `${path}/connect`);
  expect(shown).toMatch(/<svg class="qr" role="img" aria-label="QR code to scan with WhatsApp"/);
  expect(shown).not.toContain("DfzdTHeYfa9");
  expect(product.wasender.linkKeys.at(-1)).toBe("personal-token-of-the-tests");
  const live = await page(who.manager, `${path}/connect/live`);
  expect(live).toMatch(/^<div id="linking"/);
  expect(JSON.stringify(await product.db.sql`select * from audit_log`)).not.toContain("DfzdTHeYfa9");
});

test("a session that waits for nothing is told to connect", async () => {
  product.wasender.linked.length = 0;
  product.wasender.answerConnect(() =>
    HttpResponse.json({ success: true, data: { status: "NEED_SCAN", qrCode: "2@another" } }),
  );
  expect(await page(who.manager, `${path}/connect/live`)).toContain("<svg");
  expect(product.wasender.linked).toHaveLength(1);
});

test("once it is linked the page says so, asks no more, and the number sends again", async () => {
  product.wasender.answerStatus(() => HttpResponse.json({ status: "connected" }));
  const live = await page(who.manager, `${path}/connect/live`);
  expect(live).toContain("Linked");
  expect(live).not.toContain("hx-get");
  const [channel] = await product.db.sql`select state, connection_status from channels`;
  expect(channel).toEqual({ state: "active", connection_status: "connected" });
});

describe("what the vendor answers instead", () => {
  test.for([
    [401, { success: false, message: "Unnotarized" }, "refuses the personal token"],
    [
      403,
      { success: false, error: "You need to have an active subscription to connect a WhatsApp session." },
      "The plan at the vendor has ended",
    ],
    [200, { success: true, data: { status: "NEED_PASSKEY" } }, "asks for a passkey"],
    [200, { success: true, data: { status: "CONNECTED" } }, "The code comes in a few seconds"],
    [502, { oops: true }, "does not answer"],
  ] as const)("%i %j", async ([status, body, says]) => {
    product.wasender.answerConnect(() => HttpResponse.json(body, { status }));
    expect(await page(who.manager, `${path}/connect/live`)).toContain(says);
  });
});
