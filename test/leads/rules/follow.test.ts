import { afterEach, beforeEach, expect, test } from "vitest";
import { inbound, phone } from "../../support/calls.ts";
import { type Kit, kit } from "../../support/kit.ts";
import { leadOf, tellLead } from "../tell-lead.ts";

/** What the rules for leads make of a submission: a message, a notice, an owner, or nothing with its reason. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const send = {
  send: true,
  template: "lead_follow_up",
  delayMinutes: 0,
  priority: "live",
  expiresAfterHours: 24,
};
const rule = (id: string, when: object, then: object) => ({ id, name: id, enabled: true, when, then });
const asks = () => k.sql`select code, reason, decision from asks order by id`;
const someone = (n: number, over = {}) =>
  leadOf(phone(n), {
    externalId: String(n),
    answers: [
      { name: "nome", values: [`Persona ${n}`], as: "full_name" },
      {
        name: "tel",
        values: [phone(n)],
        as: "phone",
        phone: { e164: phone(n), raw: phone(n), problem: null },
      },
      { name: "capi", label: "Quanti capi hai?", values: [n % 2 === 0 ? "120" : "8"] },
    ],
    ...over,
  });

test("sources, forms, campaigns, ads, answers and consents are conditions; the first rule that holds decides", async () => {
  await k.save("lead_rules", {
    rules: [
      rule("liste", { sources: ["import"] }, { send: false, reason: "Li chiamiamo noi" }),
      rule(
        "piccole",
        { custom: [{ field: "quanti capi hai?", is: "equal", value: "8" }] },
        {
          send: false,
          reason: "Troppo piccola",
        },
      ),
      rule(
        "altra",
        { forms: ["Altro modulo"], campaigns: ["Estate"], ads: ["Video"] },
        { ...send, delayMinutes: 30 },
      ),
      rule("consenso", { consents: ["marketing"] }, send),
    ],
  });
  const box = (isTicked: boolean) => ({ consents: [{ key: "marketing", isTicked }] });
  await tellLead(k, someone(1));
  await tellLead(k, someone(2, { formName: "Altro modulo", campaignName: "Estate", adName: "Video" }));
  await tellLead(k, someone(4, box(true)));
  await tellLead(k, someone(6, box(false)));
  expect((await asks()).map(({ code }) => code)).toEqual(["rule_skip", "rule_send", "rule_send", "no_rule"]);
  expect((await asks())[0]!.reason).toContain('the field "quanti capi hai?" is "8"');
  expect((await asks())[3]!.reason).toBe("No rule matches this lead.");
});

test("a form at night waits for the morning, unless its rule says at any hour; an old one is no live one", async () => {
  await k.save("lead_rules", {
    rules: [rule("sempre", { campaigns: ["Notte"] }, { ...send, anyHour: true }), rule("tutti", {}, send)],
  });
  await k.shift(14 * 3_600_000);
  await tellLead(k, someone(2));
  await tellLead(k, someone(4, { campaignName: "Notte" }));
  const [waits, leaves] = await k.msgs();
  expect(waits).toMatchObject({ live_until: null });
  expect(leaves!.live_until).not.toBeNull();
  expect((await k.claim()).message).toMatchObject({ id: Number(leaves!.id) });
});

test("in turn each member gets as many as the others, raced; who has an owner keeps them", async () => {
  const staff = await Promise.all([1, 2, 3].map(() => k.product.db.createStaff({ role: "agent" })));
  await k.save("leads", {
    fromMessages: true,
    assignment: { kind: "round_robin", members: staff.map((s) => s.userId) },
  });
  await Promise.all(Array.from({ length: 12 }, (_, n) => tellLead(k, someone(n + 1))));
  const shares = await k.sql`select owner, count(*)::int as n from conversations group by 1`;
  expect(shares.map(({ n }) => n)).toEqual([4, 4, 4]);
  const [before] = await k.sql`select owner from conversations order by contact_id limit 1`;
  await tellLead(k, someone(1, { externalId: "again" }));
  expect((await k.sql`select owner from conversations order by contact_id limit 1`)[0]).toEqual(before);
});

test("a rule gives it to one member, who is told; without an owner the managers are", async () => {
  const agent = await k.product.db.createStaff({ role: "agent" });
  const manager = await k.product.db.createStaff({ role: "manager" });
  const told = { send: false, reason: "Si chiama", notify: true };
  await k.save("lead_rules", {
    rules: [
      rule("sua", { campaigns: ["Stalle"] }, { ...told, assign: agent.userId }),
      rule("altri", {}, told),
    ],
  });
  await tellLead(k, someone(2, { campaignName: "Stalle" }));
  await tellLead(k, someone(4));
  const mentions =
    await k.sql`select m.user_id, body from note_mentions m join conversation_notes n on n.id = m.note_id
    order by note_id, m.user_id = ${manager.userId}`;
  expect(mentions[0]).toMatchObject({ user_id: agent.userId, body: expect.stringContaining("Persona 2") });
  expect(mentions.slice(1).map(({ user_id }) => user_id)).toContain(manager.userId);
  expect(mentions.slice(1).map(({ user_id }) => user_id)).not.toContain(agent.userId);
});

test("whoever writes first is a lead, once, with the ad that brought them; not a stop word, not who was called", async () => {
  await k.wa(inbound(1, "Buongiorno, vorrei informazioni"));
  await k.wa(inbound(1, "Ci siete?"));
  await k.wa(inbound(2, "STOP"));
  expect(await k.sql`select source, status, state, phone, name from leads`).toMatchObject([
    { source: "whatsapp", status: "created", state: "answered", phone: phone(1) },
  ]);
  expect(await asks()).toEqual([]);
  expect(await k.msgs()).toHaveLength(3);
  await k.save("leads", { fromMessages: false, assignment: { kind: "nobody" } });
  await k.wa(inbound(3, "Salve"));
  expect(await k.sql`select from leads`).toHaveLength(1);
});

test("how fast leads were written to, by source", async () => {
  await k.sql`update channels set min_interval_ms = 0`;
  for (const n of [2, 4, 6]) await tellLead(k, someone(n));
  await k.shift(120_000);
  for (let sent = 0; sent < 3; sent += 1) {
    const { message } = await k.claim();
    await k.settle(message.id, message.attempt, {
      kind: "accepted",
      providerMessageId: `p${sent}`,
      httpStatus: 200,
    });
  }
  const [row] =
    await k.sql`select app.lead_speed(id, '2020-01-01', '2030-01-01', 'source') as speed from workspaces`;
  expect(row!.speed).toMatchObject([{ name: "meta_ads", leads: 3, reached: 3, within1: 0, within5: 3 }]);
});

test("the rules are tried on the latest leads, and nothing is kept of it", async () => {
  const manager = await k.product.db.createStaff({ role: "manager" });
  await tellLead(k, someone(2));
  const [{ id: workspace }] = await k.sql<[{ id: string }]>`select id from workspaces`;
  const rules = { rules: [rule("no", {}, { send: false, reason: "Mai" })] };
  const { data, error } = await manager.client.rpc("try_lead_rules", { workspace, rules });
  expect(error).toBeNull();
  expect(data).toMatchObject([{ name: "Persona 2", decision: { send: false, code: "rule_skip" } }]);
  expect((await asks())[0]).toMatchObject({ code: "default_rule" });
});
