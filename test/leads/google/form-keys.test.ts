import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSealKeys } from "../../../lib/base/seal.ts";
import { resealFormKeys } from "../../../lib/inbox/reseal-form-keys.ts";
import { type SettingsStage, stage } from "../../settings/stage.ts";
import { googleLead } from "./bodies.ts";

/** A form's own key, made on the monitor, shown once, retired: what comes with it is of the company that made it. */
const first = `k1:${randomBytes(32).toString("base64")}`;
const path = "/monitor/settings/forms/google";
let k: SettingsStage;
beforeAll(async () => {
  k = await stage({ CHANNEL_KEYS: first }, {});
}, 120_000);
afterAll(() => k.product.close());

const post = async (google_key: string, n: number) => {
  const body = JSON.stringify({ google_key, ...googleLead(n) });
  const init = { method: "POST", body, headers: { "content-type": "application/json" } };
  const response = await k.product.doors.webhook.request("http://aftercall.test/api/webhooks/google", init);
  await k.product.afterResponses();
  return response.status;
};
const make = async (name: string) => {
  const { status, text } = await k.post(path, { name }, "admin");
  expect(status).toBe(200);
  return /<textarea id="key"[^>]*>([^<]*)/.exec(text)![1]!;
};

test("made, shown once, it lets its form's leads in; retired, it does not", async () => {
  expect(await post("nobody's", 1)).toBe(503);
  const key = await make("  Stalle <b>  ");
  expect(key).toMatch(/^[\w-]{40}$/);
  expect([await post("nobody's", 1), await post(key, 1)]).toEqual([401, 200]);
  expect(JSON.stringify(await k.product.db.sql`select * from webhook_requests`)).not.toContain(key);
  expect(JSON.stringify(await k.product.db.sql`select * from lead_form_keys`)).not.toContain(key);
  const list = await k.page(path, "admin");
  expect(list.text).not.toContain(key);
  expect(list.text).toContain("Stalle &lt;b&gt;");
  // The form that it came with.
  expect(list.text).toContain("<code>40000000017</code>");
  const [row] = await k.product.db.sql`select id from lead_form_keys`;
  const retired = await k.post(`${path}/${row!.id}/retire`, {}, "admin");
  expect([retired.status, retired.to]).toEqual([303, path]);
  expect(await post(key, 2)).toBe(503);
  const log = await k.page("/monitor/audit", "admin", { "accept-language": "it" });
  expect(log.text).toContain("ha creato una chiave per i moduli");
  expect(log.text).toContain("ha ritirato una chiave dei moduli");
});

test("its leads are of the company that made it", async () => {
  const key = await make("Altra");
  const [other] = await k.product.db
    .sql`insert into workspaces (key, name) values ('other', 'Other') returning id`;
  await k.product.db.sql`update lead_form_keys set workspace_id = ${other!.id} where name = 'Altra'`;
  k.product.services.formKeys.forget();
  expect(await post(key, 3)).toBe(200);
  expect(
    await k.product.db.sql`select w.key from leads l join workspaces w on w.id = l.workspace_id
    where l.external_id = 'TeSter-3'`,
  ).toEqual([{ key: "other" }]);
  await k.product.db.sql`delete from lead_form_keys where name = 'Altra'`;
});

test("a newer key of CHANNEL_KEYS seals them anew, and they still open", async () => {
  const key = await make("Sigillo");
  const newer = `k2:${randomBytes(32).toString("base64")},${first}`;
  const { services } = k.product;
  const config = { ...services.config, channelKeys: readSealKeys(newer)! };
  await k.product.db.sql`update lead_form_keys set retired_at = app.now() where name <> 'Sigillo'`;
  expect(await resealFormKeys({ db: services.db, config })).toBe(1);
  expect(await resealFormKeys({ db: services.db, config })).toBe(0);
  const [row] = await k.product.db.sql`select sealed from lead_form_keys where name = 'Sigillo'`;
  expect(row!.sealed).toMatch(/^v1\.k2\./);
  expect(key).not.toBe("");
});

test("only admins see and make keys; what is wrong is said at its field", async () => {
  for (const who of ["agent", "manager"] as const) {
    expect((await k.page(path, who)).status).toBe(403);
    expect((await k.post(path, { name: "x" }, who)).status).toBe(403);
    expect((await k.page("/monitor/settings", who)).text).not.toContain(path);
  }
  expect((await k.page("/monitor/settings", "admin")).text).toContain(path);
  const wrong = await k.post(path, { name: " " }, "admin");
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining("80 characters")]);
  expect((await k.post(`${path}/${crypto.randomUUID()}/retire`, {}, "admin")).status).toBe(404);
  expect((await k.page("/monitor/settings/forms/nobody", "admin")).status).toBe(404);
});
