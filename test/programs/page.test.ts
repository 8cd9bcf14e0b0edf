import { afterAll, beforeAll, expect, test } from "vitest";
import { type SettingsStage, stage } from "../settings/stage.ts";

/** Keys as an admin makes and revokes them, without scripts. */
let k: SettingsStage;
beforeAll(async () => {
  k = await stage();
}, 120_000);
afterAll(() => k.product.close());

const path = "/monitor/settings/programs";
const messages = async (key: string) => {
  const headers = { authorization: `Bearer ${key}` };
  return (await k.product.doors.rest.request("http://aftercall.test/api/whatsapp/messages", { headers }))
    .status;
};

test("a key is shown once, works, is listed by how it begins, and works no more once revoked", async () => {
  const { status, text } = await k.post(path, { name: "  CRM <b>  ", role: "manager" }, "admin");
  expect(status).toBe(200);
  const key = /<textarea id="key"[^>]*>([^<]*)/.exec(text)![1]!;
  expect(await messages(key)).toBe(200);
  const list = await k.page(path, "admin");
  expect(list.text).not.toContain(key);
  expect(list.text).toContain(`${key.slice(0, 16)}…`);
  expect(list.text).toContain("CRM &lt;b&gt;");
  const [row] = await k.product.db.sql`select id from api_keys`;
  const revoked = await k.post(`${path}/${row!.id}/revoke`, {}, "admin");
  expect([revoked.status, revoked.to]).toEqual([303, path]);
  expect(await messages(key)).toBe(401);
  expect((await k.page(path, "admin", { "accept-language": "it" })).text).toContain("Revocate negli ultimi");
  const log = await k.page("/monitor/audit", "admin", { "accept-language": "it" });
  expect(log.text).toContain("ha creato una chiave API");
  expect(log.text).toContain("ha revocato una chiave API");
});

test("only admins see and make keys; what is wrong is said at its field", async () => {
  for (const who of ["agent", "manager"] as const) {
    expect((await k.page(path, who)).status).toBe(403);
    expect((await k.post(path, { name: "x", role: "agent" }, who)).status).toBe(403);
    expect((await k.page("/monitor/settings", who)).text).not.toContain(path);
  }
  expect((await k.page("/monitor/settings", "admin")).text).toContain(path);
  const wrong = await k.post(path, { name: " ", role: "agent" }, "admin");
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining("Write a name, 80")]);
  expect((await k.post(`${path}/${crypto.randomUUID()}/revoke`, {}, "admin")).status).toBe(404);
  // A role that is none is the least.
  await k.post(path, { name: "Script", role: "owner" }, "admin");
  expect(await k.product.db.sql`select role from api_keys where name = 'Script'`).toEqual([
    { role: "agent" },
  ]);
});
