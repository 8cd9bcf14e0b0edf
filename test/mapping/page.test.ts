import { afterAll, beforeAll, expect, test } from "vitest";
import { webhookApp } from "../../lib/doors/webhook-app.ts";
import { createFieldMapping } from "../../lib/inbox/kept-field-mapping.ts";
import { createServices } from "../../lib/services.ts";
import { Visitor } from "../monitor/visitor.ts";
import { createProduct, type Product, secrets } from "../support/product.ts";

/** A workflow with names of its own: seen on the page, mapped, tested, and then read. */
let product: Product;
let manager: Visitor;
const path = "/monitor/settings/fields";
const english = { origin: "http://aftercall.test", "accept-language": "en" };
const body = (id: number, phone = `39333100000${id}`) => ({
  codice: `CT-${id}`,
  cliente: { recapito: phone, chi: "Azienda <Agricola>" },
  secondi: 35,
});

beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  manager = new Visitor(product.doors.monitor);
  await manager.signIn(await product.db.createStaff({ role: "manager" }));
});
afterAll(() => product.close());

const fields = (facts: Record<string, string>, wish: string, version = 0): [string, string][] => [
  ["version", `${version}`],
  ["do", wish],
  ...Object.entries(facts).flatMap<[string, string]>(([at, fact]) => [
    ["path", at],
    ["fact", fact],
  ]),
];
const chosen = {
  codice: "callId",
  "cliente.recapito": "phone",
  "cliente.chi": "contactName",
  secondi: "talkingSeconds",
};
const calls = () =>
  product.db
    .sql`select cloudtalk_call_id, phone_number, contact_name, should_send from cloudtalk_calls order by id`;

test("before anything came, the page says what to do", async () => {
  expect(await (await manager.get(path)).text()).toContain("Make a test call");
});

test("a body that we do not understand is kept, and shown field by field", async () => {
  expect((await product.postCloudtalk(body(1))).status).toBe(422);
  const page = await (await manager.get(path)).text();
  expect(page).toContain("<code>cliente.recapito</code>");
  expect(page).toContain("Azienda &lt;Agricola&gt;");
  expect(page).toContain("Not read as a call");
});

test("the test shows what would change, and saves nothing", async () => {
  const page = await (await manager.post(path, fields(chosen, "test"), english)).text();
  expect(page).toContain("<del>nothing</del> → <ins>+393331000001</ins>");
  expect(page).toContain("nothing is saved yet");
  expect((await product.postCloudtalk(body(2))).status).toBe(422);
});

test("two fields cannot be one thing", async () => {
  const response = await manager.post(
    path,
    fields({ codice: "phone", "cliente.recapito": "phone" }, "save"),
    english,
  );
  expect(response.status).toBe(422);
  expect(await response.text()).toContain("two fields are set to “customer&#39;s number”");
});

test("saved, it holds at once; what was refused before can be replayed", async () => {
  const saved = await manager.post(path, fields(chosen, "save"), english);
  expect([saved.status, saved.headers.get("location")]).toEqual([303, path]);
  expect((await product.postCloudtalk(body(3))).status).toBe(200);
  expect(await calls()).toEqual([
    {
      cloudtalk_call_id: "CT-3",
      phone_number: "+393331000003",
      contact_name: "Azienda <Agricola>",
      should_send: true,
    },
  ]);
  const [event] = await product.db
    .sql`select id from webhook_requests where outcome = 'rejected' order by id limit 1`;
  await manager.post(`/monitor/events/${event!.id}/replay`);
  expect((await calls()).map(({ cloudtalk_call_id }) => cloudtalk_call_id).toSorted()).toEqual([
    "CT-1",
    "CT-3",
  ]);
});

test("what would lose deliveries that are read today needs a second word", async () => {
  const worse = { ...chosen, "cliente.recapito": "", secondi: "phone" };
  const response = await manager.post(path, fields(worse, "save", 1), english);
  expect(response.status).toBe(422);
  expect(await response.text()).toContain("Save all the same");
  const [{ versions }] = (await product.db
    .sql`select count(*)::int as versions from workspace_settings where kind = 'field_mapping'`) as unknown as [
    { versions: number },
  ];
  expect(versions).toBe(1);
});

test("a page that is older than what holds saves nothing", async () => {
  expect((await manager.post(path, fields(chosen, "save", 0), english)).status).toBe(409);
});

test("agents neither see the samples nor change them", async () => {
  const agent = new Visitor(product.doors.monitor);
  await agent.signIn(await product.db.createStaff({ role: "agent" }));
  expect((await agent.get(path)).status).toBe(403);
  expect((await agent.post(path, fields({}, "save", 1))).status).toBe(403);
  expect(await (await agent.get("/monitor/settings")).text()).not.toContain(path);
});

test("another process reads by it at once, and a webhook stays one round trip", async () => {
  const asked: string[] = [];
  const { services, db } = product;
  const fresh = createServices(
    {},
    {
      ...services,
      fieldMapping: createFieldMapping(services.db),
      db: new Proxy(services.db, {
        get(target, name, receiver) {
          if (name !== "rpc") return Reflect.get(target, name, receiver);
          return (called: string, args: object) => {
            asked.push(called);
            return target.rpc(called, args);
          };
        },
      }),
    },
  );
  const door = webhookApp(() => fresh);
  const post = (id: number) =>
    door.request("/webhook/cloudtalk", {
      method: "POST",
      headers: { "content-type": "application/json", "x-webhook-secret": secrets.cloudtalkWebhook },
      body: JSON.stringify(body(id)),
    });
  expect([(await post(6)).status, (await post(7)).status]).toEqual([200, 200]);
  expect(asked).toEqual(["record_delivery", "record_delivery", "record_delivery"]);
  expect(
    await db.sql`select 1 from webhook_requests where event_type is null and outcome = 'outdated_mapping'`,
  ).toEqual([]);
  expect((await calls()).map(({ cloudtalk_call_id }) => cloudtalk_call_id)).toEqual(
    expect.arrayContaining(["CT-6", "CT-7"]),
  );
});
