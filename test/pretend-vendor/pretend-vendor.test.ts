import { randomBytes } from "node:crypto";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addChannel } from "../../lib/outbox/keep-credentials.ts";
import { createChannels } from "../../lib/outbox/provider-of.ts";
import { cloudtalk } from "../../lib/vendors/cloudtalk/vendor.ts";
import { wasender } from "../../lib/vendors/wasender/vendor.ts";
import { noticeBody } from "../../lib/work/alerts/notice-body.ts";
import { examine, healthyPatient } from "../doctor/patient.ts";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";
import { pretendSubject } from "./subject.ts";
import { pretend, pretendApiUrl } from "./vendor.ts";
import { signPretend } from "./verify.ts";

/** That a vendor is a folder and a line: this one has a number, receives, sends, and is told of in its own words. */
let product: Product;
let sends: { to: string; key: string | null }[];
let references: (string | undefined)[];
let answer: () => Response;
const { PRETEND_SECRET: secret, PRETEND_API_KEY: key } = pretendSubject.env as Record<string, string>;

beforeEach(async () => {
  const env = { ...pretendSubject.env, WHATSAPP_API_TOKEN: "", WHATSAPP_WEBHOOK_SECRET: "" };
  product = await createProduct(env, () => ({ vendors: [cloudtalk, pretend] }));
  sends = [];
  references = [];
  answer = () => HttpResponse.json({ id: "P1" });
  product.wasender.use(
    http.post(`${pretendApiUrl}/send`, async ({ request }) => {
      const { to, reference } = (await request.json()) as { to: string; reference?: string };
      references.push(reference);
      sends.push({ to, key: request.headers.get("x-api-key") });
      return answer();
    }),
    http.get(`${pretendApiUrl}/number`, () => HttpResponse.json({ isLive: answer().status === 200 })),
    http.get(`${pretendApiUrl}/messages/:id`, () => HttpResponse.json({})),
  );
});
afterEach(() => product.close());

const post = async (event: object) => {
  const body = JSON.stringify(event);
  const response = await product.doors.webhook.request("http://aftercall.test/api/webhooks/pretend", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-pretend-signature": signPretend(body, secret!) },
  });
  await product.afterResponses();
  return response;
};
const page = async (path: string, language = "it") => {
  const visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff({ role: "manager" }));
  return (await visitor.get(path, { "accept-language": language })).text();
};

test("a call ends, the message leaves through it with its key, and the answer counts", async () => {
  await product.postCloudtalk(endedCall(1));
  await product.afterResponses();
  expect(sends).toEqual([{ to: phone(1), key }]);
  const [channel] = await product.db.sql`select * from channels`;
  expect(channel).toMatchObject({ vendor: "pretend", state: "active" });
  await post({ kind: "status", id: "P1", whatsappId: "W1", status: "delivered" });
  expect(await product.db.sql`select status, whatsapp_message_id from whatsapp_messages`).toMatchObject([
    { status: "delivered", whatsapp_message_id: "W1" },
  ]);
  const reply = { kind: "message", id: "W2", from: phone(1), text: "Ecco la bolletta", at: null };
  expect(await (await post(reply)).json()).toMatchObject({ outcome: "processed" });
  const [call] = await product.db.sql`select electricity_bill_received as is_in from cloudtalk_calls`;
  expect(call).toEqual({ is_in: true });
});

test("a send whose answer never came is found by what we called it, once a status says that", async () => {
  answer = () => HttpResponse.error();
  await product.postCloudtalk(endedCall(1));
  await product.afterResponses();
  const rows = () =>
    product.db.sql`select status, whatsapp_message_id from whatsapp_messages where purpose = 'follow_up'`;
  expect(await rows()).toMatchObject([{ status: "uncertain", whatsapp_message_id: null }]);
  const tell = (id: string, reference: unknown, status = "delivered") =>
    post({ kind: "status", id, whatsappId: id, status, reference });
  const [own] = references;
  expect(own).toMatch(/^\d+\.1$/);
  const others = [own!.replace(".1", ".2"), `${own}.1`, "999999999999999999.1", "1e3.1", "x", 7];
  for (const [n, other] of others.entries()) await tell(`W-OTHER-${n}`, other);
  const { sql } = product.db;
  const [another] = await sql`insert into channels (workspace_id, vendor, name)
    select id, 'another', 'Another' from workspaces where key = 'default' returning id`;
  const told = sql.json({ reference: own!, whatsappId: "W-ELSEWHERE" });
  await sql`select app.bind_reference(${another!.id}, ${told}, null, app.now())`;
  expect(await rows()).toMatchObject([{ status: "uncertain", whatsapp_message_id: null }]);
  expect(await (await tell("W1", own)).json()).toMatchObject({ outcome: "processed" });
  expect(await rows()).toMatchObject([{ status: "delivered", whatsapp_message_id: "W1" }]);
  // Another message that calls itself so is none of ours.
  await tell("W2", own, "read");
  expect(await rows()).toMatchObject([{ status: "delivered", whatsapp_message_id: "W1" }]);
});

test("its refusals pause its number, and the monitor, the alert and the doctor say so in its words", async () => {
  answer = () => HttpResponse.json({}, { status: 401 });
  await product.postCloudtalk(endedCall(1));
  await product.afterResponses();
  await product.tick();
  await product.afterResponses();
  const [home, english] = [await page("/monitor/diagnostics"), await page("/monitor/diagnostics", "en")];
  expect(home).toContain("Pretend non riconosce la chiave.");
  expect(home).toContain("Copia da Pretend la chiave (PRETEND_API_KEY).");
  expect(english).toContain("Copy the key from Pretend (PRETEND_API_KEY).");
  expect(`${home}${english}`).not.toMatch(/Wasender/i);

  const [alert] = await product.db.sql`select * from alerts where kind = 'auth_failed'`;
  expect(alert!.facts).toMatchObject({ vendor: "pretend", reason: "bad_key" });
  const at = "2026-11-21T09:00:00Z";
  const workspace = { name: "Aftercall", country: "GB", timeZone: "Europe/Rome" };
  const times = { since: at, openedAt: at, closedAt: null };
  const notice = { ...alert, ...times, phase: "opened", webhookId: "w", workspace };
  expect(noticeBody(notice as never, null, [pretend]).text).toContain(
    "Pretend refuses the key, nothing leaves",
  );

  const patient = { ...healthyPatient(product), vendors: [cloudtalk, pretend] };
  const said = await examine({ ...patient, env: { ...patient.env, PRETEND_API_KEY: "" } });
  expect(said).toContain(
    "✗ Pretend sends nothing: PRETEND_API_KEY is not set. → Set PRETEND_API_KEY to the key of your Pretend number.",
  );
  expect(said.join("\n")).toContain("→ Copy the key from Pretend (PRETEND_API_KEY).");
  expect(said.join("\n")).not.toMatch(/WHATSAPP_|Wasender/);
});

test("on a healthy deployment the doctor knocks at its door and asks it", async () => {
  const patient = healthyPatient(product);
  const lines = await examine({
    ...patient,
    vendors: [cloudtalk, pretend],
    env: { ...patient.env, ...pretendSubject.env },
  });
  expect(lines).toContain("✓ /api/webhooks/pretend refuses who does not know PRETEND_SECRET.");
  expect(lines).toContain(
    "✓ /api/webhooks/pretend takes who knows PRETEND_SECRET: a test event went there and back.",
  );
  expect(lines).toContain("✓ The Pretend number is live.");
  expect(lines.join("\n")).not.toContain("no channel is of it");
});

test("a number of the environment that is no channel is told", async () => {
  const patient = healthyPatient(product);
  const env = { ...patient.env, ...pretendSubject.env };
  const told =
    "✗ The environment names a number at Pretend, and no channel is of it: nothing leaves from it. → Add it on the monitor, under Settings, or take its variables away.";
  await product.tick();
  await product.db.sql`update channels set vendor = 'wasender'`;
  expect(await examine({ ...patient, vendors: [wasender, cloudtalk, pretend], env })).toContain(told);
  await product.db.sql`update channels set ticked_at = null`;
  expect(await examine({ ...patient, vendors: [wasender, cloudtalk, pretend], env })).not.toContain(told);
});

test("the empty monitor says how its events begin, and waits for each kind by its words", async () => {
  const empty = await page("/monitor/diagnostics", "en");
  expect(empty).toContain("Paste this address at Pretend:");
  expect(empty).toContain("/api/webhooks/pretend</code>");
  expect(empty).toContain("See whether Pretend has our address.");
  await post({ kind: "message", id: "W9", from: phone(9), text: "Ciao", at: null });
  const heard = await page("/monitor/diagnostics", "en");
  expect(heard).toContain('id="heard-pretend-status"');
  expect(heard).toContain("Brings pretended ticks.");
  expect(heard).not.toContain("Brings pretended messages.");
});

test("where nobody has set it up, nobody waits for it: not the monitor, and not the doctor", async () => {
  const { services } = product;
  const { pretend: _, ...others } = services.config.vendors;
  product.services.config = {
    ...services.config,
    vendors: { ...others, wasender: { WHATSAPP_API_TOKEN: "x" } },
  };
  (product.services as { vendors: unknown }).vendors = [wasender, cloudtalk, pretend];
  await product.db.sql`update channels set vendor = 'wasender'`;
  const empty = await page("/monitor/diagnostics", "en");
  expect(empty).toContain('id="heard-wasender"');
  expect(empty).not.toMatch(/Pretend/);
  await product.db.sql`update channels set vendor = 'pretend'`;
  services.config = { ...services.config, vendors: others };
  const added = await page("/monitor/diagnostics", "en");
  expect(added).not.toMatch(/WHATSAPP_|WASENDER_/);
  expect(added).toContain('id="heard-pretend"');
  expect(added).toContain("Paste this address at Pretend:");

  const patient = { ...healthyPatient(product), vendors: [wasender, cloudtalk, pretend] };
  expect((await examine(patient)).join("\n")).not.toMatch(/pretend/i);
  const half = await examine({ ...patient, env: { ...patient.env, PRETEND_SECRET: "x" } });
  expect(half.join("\n")).toContain("✗ Pretend sends nothing: PRETEND_API_KEY is not set.");
  const { WHATSAPP_API_TOKEN: _token, WHATSAPP_WEBHOOK_SECRET: _secret, ...bare } = patient.env;
  const none = (await examine({ ...patient, env: bare })).join("\n");
  expect(none).toContain("✗ Nothing can be sent: WHATSAPP_API_TOKEN is not set.");
  expect(none).not.toMatch(/pretend/i);
});

test("a number that was added on the monitor proves itself by its own secret, when it asks and when it tells", async () => {
  await product.close();
  const channelKeys = `k1:${randomBytes(32).toString("base64")}`;
  product = await createProduct({ CHANNEL_KEYS: channelKeys }, () => ({ vendors: [cloudtalk, pretend] }));
  const own = "secret-of-the-channel-alone";
  const ask = (token: string) =>
    product.doors.webhook.request(`http://aftercall.test/api/webhooks/pretend?token=${token}&challenge=4711`);
  expect((await ask(own)).status).toBe(503);
  const { services, db } = product;
  const [{ workspace }] = await db.sql<
    [{ workspace: string }]
  >`select workspace_id as workspace from channels`;
  const staff = await db.createStaff({ role: "admin" });
  const member = { ...staff, workspace, role: "admin", timeZone: "Europe/Rome", name: null } as const;
  const vendor = services.channelVendors.find(({ name }) => name === "pretend")!;
  const credentials = { apiKey: "4712-another-key", secret: own };
  const id = await addChannel(services, member, vendor, { name: "Second", credentials });
  await db.sql`update channels set vendor = 'another' where id <> ${id}`;
  // A process asks for the channels' secrets now and then.
  product.services.channels = createChannels({ ...services, vendors: services.channelVendors });
  expect(await (await ask(own)).text()).toBe("4711");
  expect((await ask("nobody's")).status).toBe(403);
  const body = JSON.stringify({ kind: "message", id: "W1", from: phone(1), text: "Ciao", at: null });
  const told = await product.doors.webhook.request("http://aftercall.test/api/webhooks/pretend", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-pretend-signature": signPretend(body, own) },
  });
  expect(await told.json()).toMatchObject({ outcome: "processed" });
  expect(await db.sql`select channel_id from whatsapp_messages`).toEqual([{ channel_id: id }]);
});

test("what cannot be read is kept, answered as it wishes, and can be tried again", async () => {
  const response = await post({ nothing: true });
  expect([response.status, await response.json()]).toEqual([200, { kept: true }]);
  const html = await page("/monitor/events?source=pretend");
  expect(html).toContain("<strong>Pretend (messaggi)</strong>");
  expect(await product.db.sql`select source, outcome, reason from webhook_requests`).toEqual([
    { source: "pretend", outcome: "rejected", reason: "no_event_name" },
  ]);
});

test("without a number of its own its messages are nobody else's: kept, and somebody is told", async () => {
  await product.db.sql`update channels set vendor = 'another'`;
  const message = { kind: "message", id: "W7", from: phone(7), text: "Ciao", at: null };
  expect((await post(message)).status).toBe(200);
  expect(await product.db.sql`select * from whatsapp_messages`).toEqual([]);
  expect(await product.db.sql`select source, outcome, reason from webhook_requests`).toEqual([
    { source: "pretend", outcome: "ignored", reason: "unknown_account" },
  ]);
  expect(await product.db.sql`select kind from attention`).toEqual([{ kind: "unknown_account" }]);
});
