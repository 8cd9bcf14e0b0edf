import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { looks } from "../../lib/model/codes.ts";
import { attentionCard } from "../../lib/pages/attention/attention-card.ts";
import type { AttentionView } from "../../lib/pages/attention/attention-item.ts";
import { attentionTexts } from "../../lib/pages/attention/texts.ts";
import type { Format } from "../../lib/pages/shell/format.ts";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";
import { schemaSql } from "../support/schema-sql.ts";

/** What waits to be looked at, as staff see it. */
let k: Kit;
let visitor: Visitor;
beforeEach(async () => {
  k = await kit();
  visitor = new Visitor(k.product.doors.monitor);
  await visitor.signIn(await k.product.db.createStaff({ role: "agent" }));
});
afterEach(() => k.product.close());

const page = async (path = "/monitor/diagnostics", language = "en") => {
  const response = await visitor.get(path, { "accept-language": language });
  expect(response.status).toBe(200);
  return response.text();
};
const stub = (n: number) =>
  inbound(n, "", { id: `3EB0STUB${n}`, message: { somethingOfNextYear: { a: 1 } } });
const kinds = Object.keys(attentionTexts.it.kinds) as (keyof typeof attentionTexts.it.kinds)[];

describe("on the first page", () => {
  test("it is counted, and nothing says that all is well", async () => {
    await k.ct(endedCall(1));
    expect(await page()).not.toContain('id="look"');
    await k.wa(stub(1));
    await k.wa(stub(2));
    const html = await page();
    expect(html).toContain("To look at (2)");
    expect(html).toContain("<title>(2) ");
    expect(html).not.toContain("Nothing to check");
    expect(html).toContain("Cliente 1");
    expect(html).toContain(phone(2));
  });

  test("“seen” by an assistant takes it away, once, and is in the log", async () => {
    await k.ct(endedCall(1));
    await k.wa(stub(1));
    const [{ id }] = await k.sql<[{ id: number }]>`select id from attention`;
    const pressed = await visitor.post(`/monitor/attention/${id}/seen`);
    expect(pressed.status).toBe(303);
    expect(await page()).not.toContain('id="look"');
    expect(await k.sql`select kind, settled_how, settled_by from attention`).toMatchObject([
      { kind: "unknown_kind", settled_how: "seen", settled_by: expect.any(String) },
    ]);
    expect(await k.sql`select from audit_log where action = 'seen'`).toHaveLength(1);
    await visitor.post(`/monitor/attention/${id}/seen`);
    expect(await k.sql`select from audit_log where action = 'seen'`).toHaveLength(1);
  });

  test("on the person's and the call's page too, and the button leads back", async () => {
    await k.ct(endedCall(1, { call_id: "c1" }));
    await k.wa(stub(1));
    const { id, contact_id: contact } = await k.call("c1");
    expect(await page(`/monitor/contacts/${contact}`)).toContain("To look at (1)");
    expect(await page(`/monitor/calls/${id}`)).toContain("To look at (1)");
    const [look] = await k.sql`select id from attention`;
    const pressed = await visitor.post(`/monitor/attention/${look!.id}/seen?from=contacts/${contact}`);
    expect(pressed.headers.get("location")).toContain(`/monitor/contacts/${contact}`);
  });

  test("what outsiders write is shown as text", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    await k.ct(endedCall(1, { contact_name: `a${evil}` }));
    await k.wa(stub(1));
    await k.sql`update attention set kind = 'number_changed', detail = ${`d${evil}`}`;
    const html = await page();
    expect(html).not.toContain(evil);
    expect(html).toContain("d&lt;img");
    expect(html).toContain("a&lt;img");
  });

  test("a kind that nobody has words for still says to look", () => {
    const format = { time: () => "" } as unknown as Format;
    const item = { id: 1, kind: "constructor", at: "", contactId: null } as unknown as AttentionView;
    const card = attentionCard({ language: "en", format }, item, "/seen", true);
    expect(String(card)).toContain(attentionTexts.en.other.title);
  });

  test.for(["it", "en"] as const)("every kind in %s", async (language) => {
    await k.ct(endedCall(1));
    for (const kind of kinds)
      await k.sql`select app.note_attention(c.workspace_id, c.id, ${kind}, app.now(), p_detail => ${kind})
        from contacts c`;
    const html = await page("/monitor/diagnostics", language);
    const { title } = attentionTexts[language];
    expect(html).toContain(`${title} (${kinds.length})`);
  });

  test("a queued reminder that waits for it does not take the page away", async () => {
    await k.ct(endedCall(1, { call_id: "c1" }));
    const { message } = await k.claim();
    await k.settle(message.id, message.attempt, {
      kind: "accepted",
      providerMessageId: "1",
      httpStatus: 200,
    });
    await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction,
        purpose, body, status, call_id, recipient, priority, due_at, expires_at, reminder_of, reminder_step)
      select workspace_id, channel_id, conversation_id, contact_id, 'out', 'reminder', 'ancora', 'queued', call_id,
        recipient, 10, app.now(), app.now() + interval '1 day', id, 1 from whatsapp_messages`;
    await k.wa(stub(1));
    expect(await page()).toContain("To look at (1)");
  });
});

describe("words", () => {
  test("there are some in both languages for every kind that the database or a parser writes", () => {
    const sql = schemaSql("consent", "message_changes", "record_delivery", "restore", "record_calls");
    const written = [
      ...sql.matchAll(/note_attention\([^,;]+,[^,;]+, '([a-z_]+)'/g),
      ...sql.matchAll(/look_at_message\(\w+, '([a-z_]+)'/g),
      ...sql.matchAll(/"look": "([a-z_]+)"/g),
      ...sql.matchAll(/'look', '([a-z_]+)'/g),
    ].map(([, kind]) => kind!);
    const all = new Set([...written, ...looks, "file_missed", "file_refused"]);
    expect(all.size).toBeGreaterThan(8);
    for (const kind of all) expect(kinds).toContain(kind);
    expect(Object.keys(attentionTexts.en.kinds).sort()).toEqual(Object.keys(attentionTexts.it.kinds).sort());
  });
});
