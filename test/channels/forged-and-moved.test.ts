import { afterEach, beforeEach, expect, test } from "vitest";
import { contact, message, waId } from "../providers/meta/bodies.ts";
import { approveTemplate } from "../support/approve-template.ts";
import { endedCall } from "../support/calls.ts";
import { sentBy, type TwoVendors, twoVendors } from "./two-vendors.ts";

let s: TwoVendors;
beforeEach(async () => {
  s = await twoVendors({ FIRST_CONTACT_CHANNEL: "meta" });
});
afterEach(() => s.product.close());
const hold = () => s.sql`update channels set state = 'paused', pause_reason = 'staff' where id = ${s.meta}`;
const go = () => s.sql`update channels set state = 'active', pause_reason = null where id = ${s.meta}`;
const call = async (n: number) => {
  await s.product.postCloudtalk(endedCall(n));
  await s.product.afterResponses();
};

test("a changed number is WhatsApp's word, not the person's: it opens no window", async () => {
  const { text: _, ...system } = message(1, "system", {
    system: { type: "user_changed_number", body: "changed", wa_id: waId(2) },
  });
  await s.post({ contacts: [contact(1)], messages: [system] });
  expect(await s.sql`select from attention where kind = 'number_changed'`).toHaveLength(1);
  expect(await s.sql`select from whatsapp_conversations where window_until is not null`).toHaveLength(0);
});

test("what is told of a text at one vendor says nothing of another vendor's of the same id", async () => {
  await approveTemplate(s.product);
  const [other] = await s.sql`insert into channels (workspace_id, vendor, name, capabilities)
    select workspace_id, 'cunnekt', 'C', '{"templates": true}' from channels where id = ${s.meta} returning id`;
  const news = { templateId: "7788", name: "follow_up_v1", language: "it", state: "disabled" };
  const { error } = await s.product.db.service.rpc("record_delivery", {
    delivery: { workspace: "default", source: "cunnekt", channel: other!.id, eventType: "x" },
    effects: [{ type: "template_news", ...news, unproved: true }],
  });
  expect(error).toBeNull();
  expect(await s.sql`select state from whatsapp_template_states where channel_id = ${s.meta}`).toEqual([
    { state: "approved" },
  ]);
});

test("what waited as a reviewed text leaves with the words that are approved now", async () => {
  await approveTemplate(s.product);
  await hold();
  await call(1);
  await s.sql`update whatsapp_templates set version = 2, body = 'Buongiorno {contact_name|cliente}: la bolletta?'`;
  await s.sql`update whatsapp_template_states set version = 2`;
  await go();
  await s.send();
  expect(s.sends).toMatchObject([{ type: "template" }]);
  expect(
    await s.sql`select body, template_version, status from whatsapp_messages where direction = 'out'`,
  ).toMatchObject([
    { body: expect.stringContaining("la bolletta?"), template_version: 2, status: "accepted" },
  ]);
});

test("what was in doubt on a number that is retired since is known again by its reference, and leaves once", async () => {
  await approveTemplate(s.product);
  await hold();
  await call(1);
  await s.sql`update channels set state = 'active', pause_reason = null, min_interval_ms = 0 where id = ${s.meta}`;
  const { data } = await s.product.db.service.rpc("claim_messages", { channel: s.meta, max_wait_ms: 0 });
  const [{ id, attempt }] = data.messages;
  await s.product.db.service.rpc("settle_messages", {
    channel: s.meta,
    settlements: [{ message: id, attempt, outcome: { kind: "uncertain", code: "timeout", message: "x" } }],
  });
  await hold();
  await s.sql`update channels set state = 'paused', pause_reason = 'staff' where id = ${s.gateway}`;
  const { client } = await s.product.db.createStaff({ role: "admin" });
  expect((await client.rpc("resolve_uncertain", { message: id, decision: "resend" })).data).toBe("queued");
  await client.rpc("choose_first_contacts", { channel: s.gateway });
  const { error } = await client.rpc("retire_channel", { channel: s.meta, move_to: s.gateway });
  expect(error).toBeNull();
  const status = { id: "wamid.LATE", status: "delivered", timestamp: "1795251600", recipient_id: waId(1) };
  await s.post({ statuses: [{ ...status, biz_opaque_callback_data: `${id}.${attempt}` }] });
  expect(await s.sql`select status from whatsapp_messages where id = ${id}`).toEqual([
    { status: "delivered" },
  ]);
  await s.sql`update channels set state = 'active', pause_reason = null where id = ${s.gateway}`;
  await s.send();
  expect(sentBy(s)).toEqual([]);
});

test("who stopped offers while two were one has stopped them as both", async () => {
  await s.write(1, "2026-11-21T08:00:00Z");
  await s.write(2, "2026-11-21T08:00:00Z");
  const [one, two] = await s.sql`select id from contacts order by id`;
  const [merge] = await s.sql`select app.merge_contacts(${two!.id}, ${one!.id}) as id`;
  await s.sql`select app.note_marketing(${one!.id}, 'stop', app.now())`;
  const { client } = await s.product.db.createStaff({ role: "manager" });
  await client.rpc("split_contact", { merge: merge!.id, reason: "due persone" });
  expect(await s.sql`select from contacts where marketing_stopped_at is not null`).toHaveLength(2);
});
