import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { accepted, endedCall, hidden, inbound, type Kit, kit, lid, pdf, phone } from "../support/kit.ts";

/** Staff join two rows of one person, and part them again. */
let k: Kit;
let agent: Staff;
let manager: Staff;
beforeEach(async () => {
  k = await kit();
  [agent, manager] = await Promise.all([
    k.product.db.createStaff(),
    k.product.db.createStaff({ role: "manager" }),
  ]);
});
afterEach(() => k.product.close());

const idOf = async (value: string) =>
  Number((await k.sql`select contact_id from contact_identities where value = ${value}`)[0]!.contact_id);
const contact = async (id: number) => (await k.sql`select * from contacts where id = ${id}`)[0]!;
const merge = (loser: number, winner: number, by = manager, reason: string | null = null) =>
  by.client.rpc("merge_contacts", { loser, winner, reason });
const link = (id: number, to: string, by = agent) =>
  by.client.rpc("link_contact", { contact: id, phone: to });
const split = (id: number, by = manager, reason = "Erano due persone") =>
  by.client.rpc("split_contact", { merge: id, reason });
const send = async () => {
  const one = await k.claim();
  await k.settle(one.message.id, one.message.attempt, {
    ...accepted,
    providerMessageId: String(one.message.id),
  });
  await k.shift(61_000);
};
/** All that a split must bring back, without times and ids of logs. */
const picture = async () => ({
  contacts:
    await k.sql`select id, name, company, push_name, phone_known, merged_into from contacts order by id`,
  identities: await k.sql`select kind, value, contact_id from contact_identities order by kind, value`,
  calls: await k.sql`select id, contact_id, electricity_bill_evidence from cloudtalk_calls order by id`,
  messages:
    await k.sql`select m.id, m.contact_id, m.status, v.contact_id as conversation from whatsapp_messages m
    join whatsapp_conversations v on v.id = m.conversation_id order by m.id`,
  threads: await k.sql`select contact_id from whatsapp_conversations order by 1`,
});

describe("an unmatched writer", () => {
  test("is linked to a contact, and the flag follows", async () => {
    await k.ct(endedCall(1));
    await send();
    await k.wa(hidden(1, "", {}, { message: pdf }));
    const writer = await idOf(lid);
    expect((await merge(writer, await idOf(phone(1)), agent, "Me l'ha detto al telefono")).error).toBeNull();
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "attachment" });
    expect(await idOf(lid)).toBe(await idOf(phone(1)));
    expect(await k.sql`select loser, by, reason from contact_merges`).toEqual([
      { loser: String(writer), by: agent.userId, reason: "Me l'ha detto al telefono" },
    ]);
    expect(await k.sql`select action, user_id from audit_log where subject_kind = 'contact'`).toEqual([
      { action: "contacts_merged", user_id: agent.userId },
    ]);
  });

  test("is linked by typing a number, known or new; the next call finds what they wrote", async () => {
    await k.wa(hidden(1, "Buongiorno", {}, {}));
    const writer = await idOf(lid);
    expect((await link(writer, "3331000001")).error?.code).toBe("PT422");
    expect((await link(writer, phone(1))).error).toBeNull();
    expect(await idOf(lid)).toBe(await idOf(phone(1)));
    expect((await link(await idOf(phone(1)), phone(2))).error?.code).toBe("PT409");
    await k.ct(endedCall(1));
    expect(await k.sql`select contact_id from cloudtalk_calls`).toEqual([
      { contact_id: String(await idOf(lid)) },
    ]);
  });

  test("who is no customer goes off the list, and is back when they write again", async () => {
    await k.wa(hidden(1, "Vendo stampanti"));
    const unmatched = async () =>
      ((await agent.client.rpc("monitor_snapshot", { page_size: 10 })).data as { unmatched: unknown[] })
        .unmatched.length;
    expect(await unmatched()).toBe(1);
    expect((await agent.client.rpc("dismiss_contact", { contact: await idOf(lid) })).data).toBe(true);
    expect((await agent.client.rpc("dismiss_contact", { contact: await idOf(lid) })).data).toBe(false);
    expect(await unmatched()).toBe(0);
    await k.wa(hidden(1, "Ci siete?"));
    expect(await unmatched()).toBe(1);
  });
});

describe("two contacts with a number", () => {
  test("are joined by a manager, not by an agent; the page of the one leads to the other", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(2));
    const [a, b] = [await idOf(phone(1)), await idOf(phone(2))];
    expect((await merge(b, a, agent)).error?.code).toBe("42501");
    expect((await merge(a, a)).error?.code).toBe("PT404");
    expect((await merge(b, a)).error).toBeNull();
    expect((await merge(b, a)).error?.code).toBe("PT409");
    expect(await idOf(phone(2))).toBe(a);
    const { data } = await manager.client.rpc("contact_page", { contact: b });
    expect(data).toMatchObject({ contact: { mergedInto: a } });
  });

  test("are asked once: what waits for the other does not leave, and their call is covered", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(2));
    await merge(await idOf(phone(2)), await idOf(phone(1)));
    expect(await k.followUp(2)).toMatchObject({
      status: "cancelled",
      reason_code: "covered",
      ask_open: false,
    });
    expect(await k.call("900000002")).toMatchObject({
      should_send: false,
      should_send_code: "covered",
      covered_by: (await k.call("900000001")).id,
    });
    await send();
    await k.wa(inbound(2, "ecco"));
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "reply" });
  });

  test("what the one wrote answers what the other was asked", async () => {
    await k.ct(endedCall(2));
    await send();
    await k.wa(inbound(1, "", { message: pdf }));
    await merge(await idOf(phone(2)), await idOf(phone(1)));
    expect(await k.call("900000002")).toMatchObject({ electricity_bill_evidence: "attachment" });
  });

  test("one who stopped us by one number is stopped by all", async () => {
    await k.ct(endedCall(1));
    await k.wa(inbound(2, "STOP"));
    await merge(await idOf(phone(2)), await idOf(phone(1)));
    expect(await contact(await idOf(phone(1)))).toMatchObject({ opted_out_at: expect.any(Date) });
    expect(await k.followUp(1)).toMatchObject({ status: "skipped", reason_code: "opted_out" });
  });
});

describe("parting them", () => {
  test("gives back exactly what was moved", async () => {
    await k.ct(endedCall(1, { contact_name: null }));
    await k.ct(endedCall(2, { contact_name: "Bruno Sala" }));
    await k.wa(inbound(1, "uno"));
    await k.wa(hidden(2, "due", { cleanedSenderPn: phone(2).slice(1) }));
    await k.shift(1_000);
    await k.sql`update whatsapp_messages set ask_open = false, status = 'expired' where status = 'queued'`;
    const before = await picture();
    const { data: id } = await merge(await idOf(phone(2)), await idOf(phone(1)));
    expect(await picture()).not.toEqual(before);
    expect((await split(id as number)).error).toBeNull();
    expect(await picture()).toEqual(before);
    expect((await split(id as number)).error?.code).toBe("PT409");
    expect(await k.sql`select split_by, split_reason from contact_merges`).toEqual([
      { split_by: manager.userId, split_reason: "Erano due persone" },
    ]);
  });

  test("what came since follows its address: a call, an answer, a hidden one", async () => {
    await k.wa(inbound(1, "sono uno"));
    await k.wa(hidden(2, "sono due", { cleanedSenderPn: phone(2).slice(1) }));
    const [a, b] = [await idOf(phone(1)), await idOf(phone(2))];
    const { data: id } = await merge(b, a);
    await k.shift(1_000);
    await k.wa(inbound(2, "per numero"));
    await k.wa(hidden(2, "nascosto"));
    await k.wa(inbound(1, "sempre uno"));
    await k.ct(endedCall(2));
    await split(id as number);
    const rows =
      await k.sql`select body, contact_id from whatsapp_messages where direction = 'in' order by id`;
    expect(Object.fromEntries(rows.map(({ body, contact_id }) => [body, Number(contact_id)]))).toEqual({
      "sono uno": a,
      "sono due": b,
      "per numero": b,
      nascosto: b,
      "sempre uno": a,
    });
    expect(await k.sql`select contact_id from cloudtalk_calls`).toEqual([{ contact_id: String(b) }]);
    expect(await k.followUp(2)).toMatchObject({ contact_id: String(b), ask_open: true });
    await k.wa(hidden(2, "dopo"));
    expect(await k.sql`select contact_id from whatsapp_messages where body = 'dopo'`).toEqual([
      { contact_id: String(b) },
    ]);
  });

  test("undoes the bill that only the other's message proved, and proves it again when they are joined again", async () => {
    await k.ct(endedCall(1));
    await send();
    await k.wa(hidden(3, "", {}, { message: pdf }));
    const [a, writer] = [await idOf(phone(1)), await idOf(lid)];
    const { data: first } = await merge(writer, a, agent);
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "attachment" });
    expect((await split(first as number, agent)).error).toBeNull();
    expect(await k.call("900000001")).toMatchObject({
      electricity_bill_received: false,
      electricity_bill_evidence: null,
    });
    expect(await k.followUp(1)).toMatchObject({ ask_open: false });
    await merge(writer, a, agent);
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "attachment" });
  });

  test("never brings an ask back twice", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(2));
    const { data: id } = await merge(await idOf(phone(2)), await idOf(phone(1)));
    await split(id as number);
    expect(await k.followUp(1)).toMatchObject({ status: "queued", ask_open: true });
    expect(await k.followUp(2)).toMatchObject({ status: "cancelled", ask_open: false });
    expect(await k.sql`select contact_id from whatsapp_messages where ask_open`).toHaveLength(1);
  });

  test("a stop stays on both, whoever wrote it and when", async () => {
    for (const n of [1, 2, 3, 4]) await k.wa(inbound(n, "ciao"));
    const [a, b, c, d] = (await Promise.all([1, 2, 3, 4].map((n) => idOf(phone(n))))) as [
      number,
      number,
      number,
      number,
    ];
    await k.wa(inbound(2, "STOP"));
    const { data: first } = await merge(b, a);
    await split(first as number);
    expect([(await contact(a)).opted_out_at, (await contact(b)).opted_out_at]).toEqual([
      expect.any(Date),
      expect.any(Date),
    ]);
    const { data: second } = await merge(d, c);
    await k.shift(1_000);
    await k.wa(inbound(4, "STOP"));
    await split(second as number);
    expect([(await contact(c)).opted_out_at, (await contact(d)).opted_out_at]).toEqual([
      expect.any(Date),
      expect.any(Date),
    ]);
  });

  test("and so does a return: START while they were one counts for both", async () => {
    for (const n of [1, 2]) await k.wa(inbound(n, "ciao"));
    const [a, b] = [await idOf(phone(1)), await idOf(phone(2))];
    await k.wa(inbound(2, "STOP"));
    const { data: id } = await merge(b, a);
    await k.shift(1_000);
    await k.wa(inbound(2, "START"));
    await split(id as number);
    expect([(await contact(a)).opted_out_at, (await contact(b)).opted_out_at]).toEqual([null, null]);
  });

  test("goes from the last merge to the first", async () => {
    for (const n of [1, 2, 3]) await k.wa(inbound(n, "ciao"));
    const [a, b, c] = [await idOf(phone(1)), await idOf(phone(2)), await idOf(phone(3))];
    const { data: first } = await merge(c, b);
    const { data: second } = await merge(b, a);
    expect((await split(first as number)).error?.code).toBe("PT409");
    await split(second as number);
    expect([await idOf(phone(2)), await idOf(phone(3))]).toEqual([b, b]);
    await split(first as number);
    expect(await idOf(phone(3))).toBe(c);
  });

  test("is for managers where both have a number", async () => {
    for (const n of [1, 2]) await k.wa(inbound(n, "ciao"));
    const { data: id } = await merge(await idOf(phone(2)), await idOf(phone(1)));
    expect((await split(id as number, agent)).error?.code).toBe("42501");
    expect((await split(id as number, manager, " ")).error?.code).toBe("PT400");
  });
});

describe("at once", () => {
  test("a merge while the writer writes, a call ends and a message is claimed: no one waits for ever, nothing is lost", async () => {
    for (let round = 0; round < 5; round++) {
      const n = round * 10 + 1;
      const own = `18000000000100${round}@lid`;
      await k.wa(hidden(n, "primo", { remoteJid: own, senderLid: own }));
      await k.ct(endedCall(n));
      const [writer, person] = [await idOf(own), await idOf(phone(n))];
      const claims: unknown[] = [];
      await Promise.all([
        merge(writer, person, agent),
        k.wa(hidden(n, "secondo", { remoteJid: own, senderLid: own })),
        k.ct(endedCall(n + 1)),
        k.wa(inbound(n, "terzo")),
        k.claim().then((one) => claims.push(one)),
        k.product.tick(),
      ]);
      const rows = await k.sql`select distinct contact_id from whatsapp_messages m
        where m.address in (${own}, ${phone(n)}) or m.recipient = ${phone(n)}`;
      expect(rows).toEqual([{ contact_id: String(person) }]);
    }
    const failed = await k.sql`select reason, detail from webhook_requests where outcome = 'failed'`;
    expect(failed).toEqual([]);
  });

  test("two people press it: one merge, and the second is told", async () => {
    for (const n of [1, 2]) await k.wa(inbound(n, "ciao"));
    const [a, b] = [await idOf(phone(1)), await idOf(phone(2))];
    const answers = await Promise.all([merge(b, a), merge(a, b), merge(b, a)]);
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    expect(answers.filter(({ error }) => error?.code === "PT409")).toHaveLength(2);
    const { data: id } = answers.find(({ error }) => error === null)!;
    const parted = await Promise.all([split(id as number), split(id as number)]);
    expect(parted.filter(({ error }) => error === null)).toHaveLength(1);
  });
});
