import { HttpResponse } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mailKey, mailUrl, type ReceiversStage, receiversStage, slackUrl } from "./receivers-stage.ts";
import { hookSecret, hookUrl } from "./stage.ts";

/** Receivers that a company sets in its page: told once each, sealed, and shown to nobody. */
let s: ReceiversStage;
beforeEach(async () => {
  s = await receiversStage();
});
afterEach(() => s.product.close());

test("each receiver is told once of the opening and once of the end, however many ticks", async () => {
  expect([(await s.setSlack()).status, (await s.setMail()).status]).toEqual([303, 303]);
  await s.breakDown();
  for (let n = 0; n < 3; n += 1) await s.minute();
  await Promise.all(Array.from({ length: 5 }, () => s.product.tick()));
  expect([s.slack.length, s.mails.length]).toEqual([1, 1]);
  const [{ headers, body }] = s.mails as [(typeof s.mails)[number]];
  expect(headers.get("authorization")).toBe(`Bearer ${mailKey}`);
  expect(headers.get("idempotency-key")).toMatch(/^alert_[0-9a-f-]{36}_opened$/);
  expect(body).toMatchObject({
    from: "Aftercall <avvisi@rossi.test>",
    to: ["ufficio@rossi.test", "lucia@rossi.test"],
    subject: expect.stringMatching(/^Aftercall: WhatsApp: raggiunto il limite/),
  });
  expect(body.text).not.toMatch(/[*<|]/);
  await s.sql`update alerts set closed_at = app.now()`;
  for (let n = 0; n < 3; n += 1) await s.minute();
  expect(s.slack.map(({ type }) => type)).toEqual(["alert.opened", "alert.closed"]);
  expect(s.mails).toHaveLength(2);
});

test("one that fails is tried again by itself, and says nothing of its secrets to the log", async () => {
  await s.setSlack();
  await s.setMail();
  s.plannedMail.push(() => HttpResponse.json({ message: `bad ${mailKey}` }, { status: 500 }));
  await s.breakDown();
  await s.minute();
  await s.minute();
  await s.minute();
  expect([s.slack.length, s.mails.length]).toEqual([1, 2]);
  const ids = s.mails.map(({ headers }) => headers.get("idempotency-key"));
  expect(ids[0]).toBe(ids[1]);
  const kept = JSON.stringify(await s.sql`select * from alert_notices`);
  for (const text of [kept, s.logged.join("\n")]) expect(text).not.toMatch(/secret-abc4|re_key|slack\.test/);
  expect(s.logged.join("\n")).toContain("alert not delivered");
});

test("a kind that nobody wants goes nowhere, and goes out once it is wanted again", async () => {
  await s.setSlack();
  const rest = ["late", "channel_down", "auth_failed"].map((kind): [string, string] => ["kinds", kind]);
  expect((await s.admin.browser.post(`${s.path}/kinds`, rest)).status).toBe(303);
  await s.breakDown();
  await s.minute();
  expect(s.slack).toEqual([]);
  await s.admin.browser.post(`${s.path}/kinds`, [...rest, ["kinds", "cap_reached"]]);
  await s.minute();
  expect(s.slack).toHaveLength(1);
});

test("address and key are sealed, and the page shows their last four characters alone", async () => {
  await s.setSlack();
  await s.setMail();
  const html = await (await s.admin.browser.get(s.path)).text();
  expect(html).toContain("hooks.slack.test/…/abc4");
  expect(html).toContain("9xyz");
  const rows = JSON.stringify(await s.sql`select sealed, shown from alert_receivers`);
  for (const text of [html, rows]) expect(text).not.toMatch(/secret-abc4|re_key|services\/T0/);
  const { person } = await s.staff("manager");
  const { data } = await person.client.from("alert_receivers").select("sealed");
  expect(data ?? []).toEqual([]);
  await s.sql`insert into workspaces (key, name) values ('other', 'Other')`;
  await s.sql`update alert_receivers set workspace_id = (select id from workspaces where key = 'other')`;
  await s.breakDown();
  await s.minute();
  // Moved to another company's row, it opens no more.
  expect([s.slack.length, s.mails.length]).toEqual([0, 0]);
});

test("a test writes to each receiver and says what it answered, without what is secret", async () => {
  await s.setSlack();
  await s.setMail();
  s.plannedSlack.push(() => HttpResponse.text(`no_service at ${slackUrl} <b>`, { status: 404 }));
  const answer = await s.admin.browser.post(
    `${s.path}/test`,
    {},
    {
      origin: "http://aftercall.test",
      "accept-language": "en",
    },
  );
  const html = await answer.text();
  expect(html).toContain("answered 404");
  expect(html).toContain("no_service at … &lt;b&gt;");
  expect(html).toContain("answered 200");
  expect(html).not.toContain("secret-abc4");
  expect([s.slack.length, s.mails.length]).toEqual([1, 1]);
  expect(await s.sql`select action from audit_log where action like 'alert%' order by id`).toEqual(
    ["alert_receiver_set", "alert_receiver_set", "alerts_tested"].map((action) => ({ action })),
  );
});

test("who may: agents nothing, managers look, admins change; a form of another site is refused", async () => {
  await s.setSlack();
  const [agent, manager] = [await s.staff("agent"), await s.staff("manager")];
  expect((await agent.browser.get(s.path)).status).toBe(403);
  const seen = await manager.browser.get(s.path);
  expect(seen.status).toBe(200);
  expect((await seen.text()).match(/<button/g)).toHaveLength(1);
  const forms: [string, Record<string, string>][] = [
    ["webhook", { url: slackUrl }],
    ["email", { apiUrl: mailUrl, key: mailKey, from: "a@b.it", to: "a@b.it" }],
    ["kinds", {}],
    ["remove", { decision: "webhook" }],
    ["test", {}],
  ];
  for (const [form, fields] of forms) {
    const post = `${s.path}/${form}`;
    expect([form, (await agent.browser.post(post, fields)).status]).toEqual([form, 403]);
    expect([form, (await manager.browser.post(post, fields)).status]).toEqual([form, 403]);
    const forged = await s.admin.browser.post(post, fields, { origin: "https://evil.test" });
    expect([form, forged.status]).toEqual([form, 403]);
  }
  expect(s.slack).toEqual([]);
  expect((await s.admin.browser.post(`${s.path}/remove`, { decision: "webhook" })).status).toBe(303);
  expect(await s.sql`select from alert_receivers`).toHaveLength(0);
});

test.each([
  "http://hooks.slack.test/x",
  "https://127.0.0.1/x",
  "https://[::1]/x",
  "https://localhost/x",
  "https://me:pw@hooks.slack.test/x",
  "ftp://a.b/",
  "",
])("an address like %s is not taken", async (url) => {
  const answer = await s.setSlack(url);
  expect(answer.status).toBe(422);
  if (url) expect(await answer.text()).not.toContain(url);
});

test("a name that leads into a private network is not posted to", async () => {
  await s.setSlack("https://inside.test/x");
  const answer = await s.admin.browser.post(`${s.path}/test`);
  expect(await answer.text()).toContain("leads into a private network");
});

test("the key that is kept goes to the address it was given for alone", async () => {
  await s.setMail();
  expect((await s.setMail({ key: "", to: "nuovo@rossi.test" })).status).toBe(303);
  expect((await s.setMail({ key: "", apiUrl: "https://evil.test/emails" })).status).toBe(422);
  await s.admin.browser.post(`${s.path}/test`);
  expect(s.mails[0]!.headers.get("authorization")).toBe(`Bearer ${mailKey}`);
  expect(s.mails[0]!.body.to).toEqual(["nuovo@rossi.test"]);
});

test("an older key's seal becomes the newer's", async () => {
  await s.setSlack();
  const { config } = s.product.services;
  config.channelKeys = [{ id: "k2", key: Buffer.alloc(32, 9) }, ...config.channelKeys];
  await s.product.tick();
  const [row] = await s.sql`select sealed from alert_receivers`;
  expect(row?.sealed).toMatch(/^v1\.k2\./);
  config.channelKeys = config.channelKeys.slice(0, 1);
  await s.admin.browser.post(`${s.path}/test`);
  expect(s.slack).toHaveLength(1);
});

test("the environment's address is told as long as the page names none", async () => {
  await s.product.close();
  s = await receiversStage({ ALERT_WEBHOOK_URL: slackUrl, ALERT_WEBHOOK_SECRET: hookSecret });
  expect(hookUrl).not.toBe(slackUrl);
  await s.breakDown();
  await s.minute();
  expect(s.slack).toHaveLength(1);
  const html = await (await s.admin.browser.get(s.path)).text();
  expect(html).toContain("the address in the server");
  expect(html).not.toContain("hooks.slack.test");
});
