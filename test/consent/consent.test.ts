import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, endedCall, hidden, inbound, type Kit, kit, lid, pdf, phone } from "../support/kit.ts";

let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const day = 86_400_000;
const contact = async (n: number) =>
  (
    await k.sql`select c.* from contacts c join contact_identities i on i.contact_id = c.id where i.value = ${phone(n)}`
  )[0]!;
const notices = () => k.sql`select * from whatsapp_messages where purpose = 'consent_notice' order by id`;
const word = async (text: string) =>
  (
    await k.sql`select * from whatsapp_messages where direction = 'in' and body = ${text} order by id desc`
  )[0]!;
const history = async (n: number) =>
  k.sql`select kind, source, words, reason, user_id from contact_consents where contact_id = ${(await contact(n)).id} order by id`;
const sendAll = async () => {
  for (let one = await k.claim(); one.action === "claimed"; one = await k.claim()) {
    await k.settle(one.message.id, one.message.attempt, {
      ...accepted,
      providerMessageId: String(one.message.id),
    });
    await k.shift(61_000);
  }
};
const save = (value: object) =>
  k.sql`insert into workspace_settings (workspace_id, kind, version, value)
    select id, 'consent', 1, app.default_setting('consent') || ${k.sql.json(value as never)} from workspaces`;

describe("STOP", () => {
  test("opts out, skips what waits, and is confirmed once, also to who may not be written to any more", async () => {
    await k.ct(endedCall(1));
    await k.wa(inbound(1, "Stop, grazie 🙏"));
    expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date), blocked_at: null });
    expect(await k.followUp(1)).toMatchObject({
      status: "skipped",
      reason_code: "opted_out",
      ask_open: false,
    });
    expect(await notices()).toMatchObject([
      {
        status: "queued",
        recipient: phone(1),
        priority: 30,
        body: expect.stringContaining("non le scriveremo più"),
      },
    ]);
    expect(await history(1)).toMatchObject([
      { kind: "stopped", source: "customer", words: "Stop, grazie 🙏", user_id: null },
    ]);
    await k.shift(61_000);
    expect(await k.claim()).toMatchObject({
      action: "claimed",
      message: { to: phone(1), text: expect.stringContaining("START") },
    });
  });

  test("is no bill: the call that asked stays without an answer, and its ask is closed", async () => {
    await k.ct(endedCall(1));
    await sendAll();
    await k.wa(inbound(1, "basta"));
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_received: false });
    expect(await k.followUp(1)).toMatchObject({ status: "accepted", ask_open: false });
    expect(await word("basta")).toMatchObject({ is_stop: true, is_start: false, evidence: null });
  });

  test("takes nothing from what the person writes afterwards: it answers what they were asked before", async () => {
    await k.ct(endedCall(1));
    await sendAll();
    await k.wa(inbound(1, "STOP"));
    await k.wa(inbound(1, "anzi, ecco la bolletta", { message: pdf }));
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "attachment" });
    expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date) });
  });

  test("refuses the next call", async () => {
    await k.wa(inbound(1, "STOP"));
    await k.ct(endedCall(1));
    expect(await k.call("900000001")).toMatchObject({ should_send: false, should_send_code: "opted_out" });
  });

  test("twice, or two at once, is one change and one confirmation", async () => {
    await k.ct(endedCall(1));
    await Promise.all([k.wa(inbound(1, "STOP")), k.wa(inbound(1, "Basta!"))]);
    await k.wa(inbound(1, "stop"));
    expect(await history(1)).toHaveLength(1);
    expect(await notices()).toHaveLength(1);
    expect(await k.sql`select is_stop from whatsapp_messages where direction = 'in'`).toEqual([
      { is_stop: true },
      { is_stop: true },
      { is_stop: true },
    ]);
  });

  test("twenty times at once is one change and one confirmation", async () => {
    await k.ct(endedCall(1));
    await Promise.all(Array.from({ length: 20 }, (_, n) => k.wa(inbound(1, n % 2 ? "STOP" : "Basta"))));
    expect(await history(1)).toHaveLength(1);
    expect(await notices()).toHaveLength(1);
  });

  test("the same delivery again changes nothing", async () => {
    await k.ct(endedCall(1));
    const body = inbound(1, "STOP");
    await Promise.all([k.wa(body), k.wa(body)]);
    expect(await history(1)).toHaveLength(1);
    expect(await notices()).toHaveLength(1);
  });

  test("while the claim runs: what was claimed has left, nothing else does", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(2));
    const [one] = await Promise.all([k.claim(), k.wa(inbound(1, "STOP"))]);
    const [first] =
      await k.sql`select status from whatsapp_messages where purpose = 'follow_up' and recipient = ${phone(1)}`;
    expect(["sending", "skipped"]).toContain(first!.status);
    expect(one.message.to === phone(1)).toBe(first!.status === "sending");
    await k.settle(one.message.id, one.message.attempt, {
      kind: "not_sent",
      code: "unreachable",
      message: "refused",
    });
    await k.shift(3_600_000);
    await sendAll();
    const left =
      await k.sql`select purpose from whatsapp_messages where recipient = ${phone(1)} and status = 'accepted'`;
    expect(left).toEqual([{ purpose: "consent_notice" }]);
  });

  test.each([
    "non fermatevi",
    "basta che mi dica dove inviarla",
    "basta così, domani mando la bolletta",
    "stop al telefono, meglio whatsapp",
    "la bolletta si chiama Stop & Go",
  ])("%j is an answer", async (text) => {
    await k.ct(endedCall(1));
    await sendAll();
    await k.wa(inbound(1, text));
    expect(await contact(1)).toMatchObject({ opted_out_at: null });
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "reply" });
    expect(await notices()).toEqual([]);
  });

  test("under a file is heard, and the file counts", async () => {
    await k.ct(endedCall(1));
    await sendAll();
    await k.wa(inbound(1, "", { message: { documentMessage: { ...pdf.documentMessage, caption: "stop" } } }));
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "attachment" });
    expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date) });
  });

  test("in the company's own words, as it edits them", async () => {
    await save({ stopWords: { it: ["smettetela"], en: [] } });
    await k.wa(inbound(1, "STOP"));
    expect(await contact(1)).toMatchObject({ opted_out_at: null });
    await k.wa(inbound(1, "Smettetela!!"));
    expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date) });
  });

  test("in a sentence that the company has on its list, word for word", async () => {
    await save({ stopWords: { it: ["non voglio piu ricevere messaggi da voi"] } });
    await k.wa(inbound(1, "Non voglio più ricevere messaggi da voi, oggi"));
    expect(await contact(1)).toMatchObject({ opted_out_at: null });
    await k.wa(inbound(1, "Non voglio più ricevere messaggi da voi, grazie!"));
    expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date) });
  });

  test("without a confirmation, where the company wants none", async () => {
    await save({ confirm: false });
    await k.wa(inbound(1, "STOP"));
    expect(await history(1)).toHaveLength(1);
    expect(await notices()).toEqual([]);
  });

  test("from a hidden number is confirmed to nobody, and holds for the person once linked", async () => {
    await k.ct(endedCall(1));
    await k.wa(hidden(1, "stop"));
    expect(await notices()).toEqual([]);
    expect(await k.followUp(1)).toMatchObject({ status: "queued" });
    await k.wa(hidden(1, "ci siete?", { cleanedSenderPn: phone(1).slice(1) }));
    expect(await k.followUp(1)).toMatchObject({ status: "skipped", reason_code: "opted_out" });
    expect(await history(1)).toMatchObject([{ kind: "stopped", source: "merge" }]);
    expect(await notices()).toEqual([]);
  });
});

describe("the confirmation", () => {
  test("expires within a day, and is skipped when staff block meanwhile", async () => {
    await k.ct(endedCall(1));
    await k.wa(inbound(1, "STOP"));
    const [notice] = await notices();
    expect(notice!.expires_at - notice!.due_at).toBe(day);
    const staff = await k.product.db.createStaff();
    const { id } = await contact(1);
    await staff.client.rpc("set_contact_blocked", {
      contact: id,
      blocked: true,
      reason: "Ha insultato Samuela",
    });
    expect(await notices()).toMatchObject([{ status: "skipped" }]);
    await k.shift(61_000);
    expect(await k.claim()).toMatchObject({ action: "idle" });
  });

  test("that a gateway refused for now is tried again, since it is still true", async () => {
    await k.ct(endedCall(1));
    await k.wa(inbound(1, "STOP"));
    const one = await k.claim();
    await k.settle(one.message.id, 1, {
      kind: "not_sent",
      code: "rate_limited",
      message: "slow",
      retryAfterMs: 5_000,
    });
    expect(await notices()).toMatchObject([{ status: "queued" }]);
  });

  test("of a stop comes once in 30 days; two programs do not answer each other for ever", async () => {
    await k.ct(endedCall(1));
    await k.wa(inbound(1, "STOP"));
    await sendAll();
    for (const text of ["START", "STOP", "START", "STOP"]) {
      await k.shift(2 * day);
      await k.wa(inbound(1, text));
      await sendAll();
    }
    expect((await history(1)).map(({ kind }) => kind)).toEqual([
      "stopped",
      "started",
      "stopped",
      "started",
      "stopped",
    ]);
    const bodies = (await notices()).map(({ body }) => (body.includes("START") ? "stop" : "start"));
    expect(bodies).toEqual(["stop", "start", "start"]);
    await k.shift(31 * day);
    await k.wa(inbound(1, "START"));
    await k.wa(inbound(1, "STOP"));
    expect((await notices()).at(-1)).toMatchObject({
      status: "queued",
      body: expect.stringContaining("START"),
    });
  });

  test("of a STOP that failed in the evening and is taken in at night waits for the morning", async () => {
    await k.product.db.freezeClock("2026-11-20T22:50:00Z");
    await k.ct(endedCall(1));
    await k.sql.unsafe(`alter table contact_consents add constraint broken check (kind <> 'stopped')`);
    await k.wa(inbound(1, "Basta"));
    await k.sql.unsafe(`alter table contact_consents drop constraint broken`);
    await k.shift(3 * 3_600_000);
    await k.product.tick();
    expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date) });
    expect(await notices()).toMatchObject([{ status: "queued" }]);
    expect(await k.claim()).toMatchObject({ action: "idle" });
    await k.product.db.freezeClock("2026-11-21T08:30:00Z");
    expect(await k.claim()).toMatchObject({ action: "claimed", message: { to: phone(1) } });
  });

  test("is not asked again by a reminder nor counted as an ask", async () => {
    await k.ct(endedCall(1));
    await k.wa(inbound(1, "STOP"));
    await sendAll();
    expect(await notices()).toMatchObject([{ status: "accepted", ask_open: false, call_id: null }]);
    await k.wa(inbound(1, "ok"));
    expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date) });
  });
});

describe("START", () => {
  test("brings back who stopped, says so once, and the next call asks again", async () => {
    await k.ct(endedCall(1));
    await k.wa(inbound(1, "STOP"));
    await sendAll();
    await k.shift(day);
    await k.wa(inbound(1, "Start!"));
    expect(await contact(1)).toMatchObject({ opted_out_at: null });
    expect(await word("Start!")).toMatchObject({ is_start: true, evidence: null });
    expect(await notices()).toMatchObject([
      { status: "accepted" },
      { status: "queued", body: expect.stringContaining("STOP") },
    ]);
    expect(await k.followUp(1)).toMatchObject({ status: "skipped" });
    await k.ct(endedCall(1, { call_id: "later" }));
    expect(await k.call("later")).toMatchObject({ should_send: true });
    await k.wa(inbound(1, "START"));
    expect(await history(1)).toHaveLength(2);
  });

  test("from somebody who never stopped is an ordinary answer", async () => {
    await k.ct(endedCall(1));
    await sendAll();
    await k.wa(inbound(1, "START"));
    expect(await word("START")).toMatchObject({ is_start: true, evidence: "reply" });
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "reply" });
    expect([await history(1), await notices()]).toEqual([[], []]);
  });

  test("does not take back what staff blocked", async () => {
    await k.wa(inbound(1, "ciao"));
    const staff = await k.product.db.createStaff();
    const { id } = await contact(1);
    await staff.client.rpc("set_contact_blocked", {
      contact: id,
      blocked: true,
      reason: "Numero del concorrente",
    });
    await k.wa(inbound(1, "START"));
    expect(await contact(1)).toMatchObject({ blocked_at: expect.any(Date) });
    await k.wa(inbound(1, "STOP"));
    await k.wa(inbound(1, "START"));
    expect(await contact(1)).toMatchObject({ blocked_at: expect.any(Date), opted_out_at: null });
    expect(await notices()).toEqual([]);
  });

  test("after which a STOP from before, which had failed, changes nothing", async () => {
    await k.wa(inbound(1, "STOP"));
    await k.sql.unsafe(
      `alter table whatsapp_messages add constraint broken check (body is distinct from 'Basta')`,
    );
    await k.wa(inbound(1, "Basta"));
    await k.sql.unsafe(`alter table whatsapp_messages drop constraint broken`);
    await k.shift(1_000);
    await k.wa(inbound(1, "START"));
    await k.shift(120_000);
    await k.product.tick();
    expect(await word("Basta")).toMatchObject({ is_stop: true });
    expect(await contact(1)).toMatchObject({ opted_out_at: null });
  });

  test.each(["START!", "Start grazie", "STÁRT"])(
    "after which (%s) the first STOP, which had failed, changes nothing either",
    async (start) => {
      await k.sql.unsafe(`alter table contact_consents add constraint broken check (kind <> 'stopped')`);
      await k.wa(inbound(1, "Basta"));
      await k.sql.unsafe(`alter table contact_consents drop constraint broken`);
      await k.shift(1_000);
      await k.wa(inbound(1, start));
      await k.shift(120_000);
      await k.product.tick();
      expect(await word("Basta")).toMatchObject({ is_stop: true });
      expect(await contact(1)).toMatchObject({ opted_out_at: null });
      expect(await notices()).toEqual([]);
    },
  );

  test("that failed and is applied after a later STOP changes nothing", async () => {
    await k.wa(inbound(1, "STOP"));
    await k.sql.unsafe(`alter table contact_consents add constraint broken check (kind <> 'started')`);
    await k.wa(inbound(1, "START"));
    await k.sql.unsafe(`alter table contact_consents drop constraint broken`);
    await k.shift(1_000);
    await k.wa(inbound(1, "Basta"));
    await k.shift(120_000);
    await k.product.tick();
    expect(await word("START")).toMatchObject({ is_start: true });
    expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date) });
  });
});

describe("staff", () => {
  test("block with a reason: what waits is skipped, the history says who and why; a manager takes it back", async () => {
    await k.ct(endedCall(1));
    const [agent, manager] = await Promise.all([
      k.product.db.createStaff(),
      k.product.db.createStaff({ role: "manager" }),
    ]);
    const { id } = await contact(1);
    const block = (blocked: boolean, reason: string | null, by = agent) =>
      by.client.rpc("set_contact_blocked", { contact: id, blocked, reason });
    expect((await block(true, "  ")).error?.code).toBe("PT400");
    expect((await block(true, "Ha chiesto di non sentirci")).data).toBe(true);
    expect((await block(true, "ancora")).data).toBe(false);
    expect(await k.followUp(1)).toMatchObject({ status: "skipped", reason_code: "blocked", ask_open: false });
    await k.ct(endedCall(1, { call_id: "later" }));
    expect(await k.call("later")).toMatchObject({ should_send: false, should_send_code: "blocked" });
    expect((await block(false, "sbagliato")).error?.code).toBe("42501");
    expect((await block(false, "sbagliato", manager)).data).toBe(true);
    expect(await history(1)).toMatchObject([
      { kind: "blocked", source: "staff", user_id: agent.userId, reason: "Ha chiesto di non sentirci" },
      { kind: "unblocked", source: "staff", user_id: manager.userId, reason: "sbagliato" },
    ]);
    const log =
      await k.sql`select action, user_id, detail from audit_log where subject_kind = 'contact' order by id`;
    expect(log).toEqual([
      { action: "contact_blocked", user_id: agent.userId, detail: {} },
      { action: "contact_unblocked", user_id: manager.userId, detail: {} },
    ]);
  });

  test("of another company, and people of none, may do nothing and see nothing", async () => {
    await k.wa(inbound(1, "STOP"));
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const { id, workspace_id } = await contact(1);
    for (const workspace of [null, "neighbour"]) {
      const other = await k.product.db.createStaff({ workspace, role: "admin" });
      const { client } = other;
      expect(
        (await client.rpc("set_contact_blocked", { contact: id, blocked: true, reason: "x" })).error?.code,
      ).toBe("42501");
      expect((await client.rpc("edit_contact", { contact: id, time_zone: null })).error?.code).toBe("42501");
      expect((await client.rpc("dismiss_contact", { contact: id })).error?.code).toBe("42501");
      expect((await client.rpc("merge_contacts", { loser: id, winner: id, reason: null })).error?.code).toBe(
        "42501",
      );
      expect((await client.rpc("link_contact", { contact: id, phone: phone(9) })).error?.code).toBe("42501");
      expect((await client.rpc("split_contact", { merge: 1, reason: "x" })).error?.code).toBe("42501");
      expect((await client.rpc("contact_page", { contact: id })).data).toBeNull();
      expect(
        (
          await client.rpc("consent_history", {
            workspace: workspace_id,
            contact: id,
            before: null,
            page_size: 10,
          })
        ).data,
      ).toBeNull();
      expect(
        (
          await client.rpc("consent_history", {
            workspace: workspace_id,
            contact: null,
            before: null,
            page_size: 10,
          })
        ).error?.code,
      ).toBe("42501");
    }
  });
});

test("whose LID it is does not matter: the stop is the person's", async () => {
  await k.ct(endedCall(1));
  await k.wa(hidden(1, "ciao", { cleanedSenderPn: phone(1).slice(1) }));
  await k.wa(hidden(1, "Stop"));
  expect(await k.sql`select contact_id from contact_identities where value = ${lid}`).toEqual([
    { contact_id: (await contact(1)).id },
  ]);
  expect(await contact(1)).toMatchObject({ opted_out_at: expect.any(Date) });
  expect(await notices()).toMatchObject([{ recipient: phone(1) }]);
});
