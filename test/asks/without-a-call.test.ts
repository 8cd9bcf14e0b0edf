import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, twoSteps } from "../reminders/stage.ts";
import { endedCall, inbound, pdf, phone } from "../support/kit.ts";
import { type Stage, stage } from "./stage.ts";

/** An ask needs no call: staff, a lead or a campaign may be what leads to it. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const id = async (n: number) => Number(await s.contact(n));
const tick = () => s.product.tick();

describe("an ask without a call", () => {
  test("is queued, sent, answered, and its bill is read and confirmed", async () => {
    const made = await s.make(1);
    expect(made).toMatchObject({ send: true, code: "staff_send", channel: s.channel });
    expect(await s.ask(made.ask)).toMatchObject({
      state: "open",
      reason_to_write: "agreed",
      recipient: phone(1),
    });
    await tick();
    expect(s.product.wasender.sends).toHaveLength(1);
    await s.shift(60_000);
    await s.wa(inbound(1, "Va bene, la cerco"));
    expect(await s.ask(made.ask)).toMatchObject({ state: "answered", evidence: "reply", is_open: false });
    await s.wa(inbound(1, "", { message: pdf }));
    expect(await s.ask(made.ask)).toMatchObject({ evidence: "attachment" });
    const confirmed = await s.staff.client.rpc("confirm_bill", { ask: made.ask });
    expect(confirmed).toMatchObject({ data: "confirmed", error: null });
    expect(await s.ask(made.ask)).toMatchObject({ evidence: "confirmed" });
    expect(await s.sql`select from cloudtalk_calls`).toEqual([]);
    expect(await s.sql`select code from ask_decisions where ask_id = ${made.ask}`).toEqual([
      { code: "staff_send" },
    ]);
  });

  test("names the person in its text, from what its origin told or what we know", async () => {
    await s.sql`update whatsapp_templates set body = 'Buongiorno {contact_name|cliente} di {company|casa}'`;
    await s.make(1);
    await s.make(2, { facts: { contactName: "Marta Lead", company: "Lead srl" }, user: null });
    expect(await s.sql`select body from whatsapp_messages order by id`).toEqual([
      { body: "Buongiorno Cliente 1 di casa" },
      { body: "Buongiorno Marta Lead di Lead srl" },
    ]);
  });

  test("is repeated twice where no answer comes, and not once one has", async () => {
    await s.sql`insert into whatsapp_templates (workspace_id, key, body) select id, t.key, 'Ancora?' from workspaces
      cross join (values ('reminder'), ('last_call')) t (key) where workspaces.key = 'default'`;
    await s.save("reminders", twoSteps);
    const { ask } = await s.make(1);
    await tick();
    await s.shift(3 * day);
    await tick();
    expect((await s.sent(ask)).map(({ purpose }) => purpose)).toEqual(["follow_up", "reminder"]);
    await tick();
    await s.wa(inbound(1, "Eccomi"));
    await s.shift(4 * day);
    await tick();
    expect((await s.sent(ask)).map(({ purpose }) => purpose)).toEqual(["follow_up", "reminder"]);
    expect(await s.ask(ask)).toMatchObject({ state: "answered" });
  });

  test("is withdrawn by a STOP, and none is made after it", async () => {
    const { ask } = await s.make(1);
    await s.wa(inbound(1, "STOP"));
    expect(await s.sent(ask)).toMatchObject([{ status: "skipped", reason_code: "opted_out" }]);
    expect(await s.ask(ask)).toMatchObject({ state: "closed", is_open: false });
    expect(await s.make(1)).toMatchObject({ send: false, code: "opted_out" });
    await tick();
    expect(await s.sent(ask)).toMatchObject([{ status: "skipped" }]);
    expect(s.product.wasender.sends.filter(({ text }) => text.startsWith("Buongiorno"))).toHaveLength(0);
  });

  test("covers the call that comes while it waits, and its answer is the call's", async () => {
    const { ask } = await s.make(1);
    await s.ct(endedCall(1));
    expect(await s.call("900000001")).toMatchObject({ should_send_code: "covered", covered_by: null });
    expect(await s.sql`select state, covered_by from asks where call_id is not null`).toMatchObject([
      { state: "covered", covered_by: String(ask) },
    ]);
    await tick();
    await s.shift(60_000);
    await s.wa(inbound(1, "", { message: pdf }));
    expect(await s.call("900000001")).toMatchObject({ electricity_bill_evidence: "attachment" });
  });

  test("for something else may be open beside it", async () => {
    const [bill, photo] = [await s.make(1), await s.make(1, { purpose: "photo", user: null })];
    expect(bill.send && (await s.ask(bill.ask)).is_open).toBe(true);
    expect(await s.make(1, { user: null })).toMatchObject({ send: false, code: "covered" });
    expect(await s.ask(photo.ask)).toMatchObject({ purpose: "photo" });
  });
});

describe("the person of an ask without a call", () => {
  test("is joined and parted again with it", async () => {
    const { ask } = await s.make(2);
    const merged = await s.staff.client.rpc("merge_contacts", {
      loser: await id(2),
      winner: await id(1),
      reason: null,
    });
    expect(merged.error).toBeNull();
    expect(await s.ask(ask)).toMatchObject({ contact_id: String(await id(1)) });
    await s.staff.client.rpc("split_contact", { merge: merged.data, reason: "Sono due" });
    expect(await s.ask(ask)).toMatchObject({ contact_id: String(await id(2)) });
  });

  test("who has two of them is asked once", async () => {
    const [first, second] = [await s.make(1), await s.make(2)];
    await s.staff.client.rpc("merge_contacts", { loser: await id(2), winner: await id(1), reason: null });
    expect(await s.ask(first.ask)).toMatchObject({ state: "open" });
    expect(await s.ask(second.ask)).toMatchObject({ state: "covered", covered_by: String(first.ask) });
  });

  test("is given what is kept of it, and erased with it", async () => {
    const { ask } = await s.make(1, {
      facts: { contactName: "Marta Segreta", email: "marta@segreta.test" },
      user: null,
    });
    const contact = await id(1);
    await s.staff.client.rpc("begin_export", { contact });
    const page = await s.staff.client.rpc("export_page", { contact, part: "asks", after: 0, page_size: 10 });
    expect(page.data).toMatchObject([{ id: ask, facts: { email: "marta@segreta.test" } }]);
    await s.staff.client.rpc("erase_contact", { contact, reason: "Richiesta", typed: "Cliente 1" });
    const row = await s.ask(ask);
    expect(row).toMatchObject({ facts: {}, recipient: null, state: "closed" });
    expect(JSON.stringify(row)).not.toMatch(/Marta|segreta|3331000001/);
  });

  test("is forgotten after the days of calls", async () => {
    const { ask } = await s.make(1, { facts: { contactName: "Marta Segreta" }, user: null });
    await s.shift(3650 * day);
    await s.make(2, { facts: { contactName: "Nuova" }, user: null });
    await s.rpc("keep_privacy", { batch: 500 });
    expect(await s.ask(ask)).toMatchObject({ facts: {} });
    expect(await s.sql`select from asks where facts <> '{}'`).toHaveLength(1);
  });
});
