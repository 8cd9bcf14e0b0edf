import { afterEach, beforeEach, expect, test } from "vitest";
import { document } from "../media/stage.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, echo, endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";

/** Numbers of a period, against what came through the doors. The clock stands on Saturday 21 November 2026, 10:00 in Rome. */
let k: Kit;
let manager: Staff;
let workspace: string;
const today = "2026-11-21";
beforeEach(async () => {
  k = await kit();
  manager = await k.product.db.createStaff({ role: "manager" });
  [{ id: workspace }] = await k.sql<[{ id: string }]>`select id from workspaces where key = 'default'`;
});
afterEach(() => k.product.close());

const minutes = (n: number) => k.shift(n * 60_000);
/** Called by this operator and asked, and WhatsApp has it. */
async function asked(n: number, agent = "Giulia Ferri", over = {}): Promise<number> {
  const [agent_first_name, agent_last_name] = agent.split(" ");
  await k.ct(endedCall(n, { agent_first_name, agent_last_name, ...over }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, accepted);
  await minutes(2);
  return Number(message.id);
}
/** What became of a send: 3 delivered, 4 read. */
async function ticks(n: number, text: string, value: number) {
  await k.wa(echo(n, `OUT${n}`, text));
  await k.wa({
    event: "messages.update",
    data: {
      key: { id: `OUT${n}`, fromMe: true, remoteJid: `${phone(n).slice(1)}@s.whatsapp.net` },
      update: { status: value },
    },
  });
}
const bodyOf = async (n: number) => (await k.followUp(n)).body as string;
async function insights(over: object = {}, staff = manager) {
  const { data, error } = await staff.client.rpc("insights", {
    workspace,
    since: today,
    until: today,
    ...over,
  });
  if (error) throw new Error(`${error.code} ${error.message}`);
  return data;
}

/** Six people of one Saturday: read; bill; answered; refused by word; stopped; only called. */
async function aDay() {
  await asked(1);
  await ticks(1, await bodyOf(1), 4);
  await asked(2);
  await k.wa(inbound(2, "", { message: document() }));
  await asked(3, "Paolo Conti");
  await k.wa(inbound(3, "le va bene la bolletta di agosto?"));
  await minutes(30);
  await k.wa(echo(3, "TYPED1", "Sì, va benissimo"));
  await asked(4, "Paolo Conti");
  await k.wa(inbound(4, "Non mi interessa, grazie"));
  await minutes(2);
  await asked(5, "Paolo Conti");
  await k.wa(inbound(5, "STOP"));
  await k.ct(endedCall(6, { talking_time: "0", agent_first_name: "Giulia", agent_last_name: "Ferri" }));
  // Again, covered by the first.
  await k.ct(endedCall(1, { call_id: "900000101", agent_first_name: "Paolo", agent_last_name: "Conti" }));
}

test("a day's people, each step among those of the one before", async () => {
  await aDay();
  const { funnel, days, agents, texts, hours, number, medianSeconds } = await insights();
  expect(funnel).toEqual({
    calls: 7,
    called: 6,
    asked: 5,
    delivered: 3,
    read: 3,
    answered: 2,
    bill: 0,
    refused: 2,
  });
  expect(days).toEqual([{ day: today, bill: 0, answered: 2, waiting: 1, refused: 2 }]);
  expect(agents).toEqual([
    {
      agent: "Giulia Ferri",
      calls: 3,
      asked: 2,
      answered: 1,
      bill: 0,
      replied: 0,
      medianSeconds: null,
      waiting: 1,
    },
    {
      agent: "Paolo Conti",
      calls: 4,
      asked: 3,
      answered: 1,
      bill: 0,
      replied: 1,
      medianSeconds: 1800,
      waiting: 0,
    },
  ]);
  expect(medianSeconds).toBe(1800);
  expect(texts).toEqual([{ key: "follow_up", version: 1, sent: 5, answered: 2, bill: 0, stopped: 2 }]);
  expect(hours).toEqual([{ weekday: 6, hour: 10, people: 2 }]);
  expect(number).toMatchObject({ stops: 1, failures: [], channels: [{ sent: 5, mostInADay: 5 }] });
});

test("of one operator's calls alone", async () => {
  await aDay();
  const { funnel, days, hours } = await insights({ agent: "Paolo Conti" });
  expect(funnel).toMatchObject({ calls: 4, called: 4, asked: 3, answered: 1, refused: 2 });
  expect(days).toEqual([{ day: today, bill: 0, answered: 1, waiting: 0, refused: 2 }]);
  expect(hours).toEqual([{ weekday: 6, hour: 10, people: 1 }]);
});

test("what is answered and confirmed on a later day moves no bar to another", async () => {
  await asked(1);
  await asked(2);
  const later = { since: "2026-11-20", until: "2026-11-30" };
  expect((await insights(later)).days).toEqual([
    { day: today, bill: 0, answered: 0, waiting: 2, refused: 0 },
  ]);
  await k.shift(2 * 86_400_000);
  await k.wa(inbound(1, "", { message: document() }));
  expect((await insights(later)).days).toEqual([
    { day: today, bill: 0, answered: 1, waiting: 1, refused: 0 },
  ]);
  await k.shift(86_400_000);
  await manager.client.rpc("confirm_bill", { call: Number((await k.call("900000001")).id) });
  expect((await insights(later)).days).toEqual([
    { day: today, bill: 1, answered: 0, waiting: 1, refused: 0 },
  ]);
  expect((await insights(later)).funnel).toMatchObject({ asked: 2, answered: 1, bill: 1 });
  // They wrote on Monday: the hours are those of the answers.
  expect((await insights(later)).hours).toEqual([{ weekday: 1, hour: 10, people: 1 }]);
});

test("each version of a text has its own line", async () => {
  await asked(1);
  const [{ body }] = await k.sql<
    [{ body: string }]
  >`select body from whatsapp_templates where key = 'follow_up'`;
  const save = { workspace, key: "follow_up", language: "it", actor: manager.userId };
  await k.rpc("save_template", { ...save, body: `${body} Grazie.`, expected_version: 1 });
  await asked(2);
  await k.wa(inbound(2, "arriva stasera"));
  expect((await insights()).texts).toEqual([
    { key: "follow_up", version: 2, sent: 1, answered: 1, bill: 0, stopped: 0 },
    { key: "follow_up", version: 1, sent: 1, answered: 0, bill: 0, stopped: 0 },
  ]);
});

test("days are the workspace's own: half past midnight in Rome is the next one", async () => {
  await k.product.db.freezeClock("2026-11-21T23:30:00Z");
  await k.ct(endedCall(1));
  expect((await insights()).funnel.calls).toBe(0);
  expect((await insights({ since: "2026-11-22", until: "2026-11-22" })).funnel.calls).toBe(1);
});

test("beside the period before it", async () => {
  await asked(1);
  await k.shift(86_400_000);
  const { funnel, before } = await insights({
    since: "2026-11-22",
    until: "2026-11-22",
    before_since: today,
    before_until: today,
  });
  expect([funnel.asked, before.funnel.asked]).toEqual([0, 1]);
  await expect(insights({ since: "2026-11-22" })).rejects.toThrow("PT422");
});

test("a failed and a doubtful send are told by their cause", async () => {
  await k.ct(endedCall(1));
  const one = (await k.claim()).message;
  await k.settle(one.id, one.attempt, { kind: "failed", code: "not_on_whatsapp", message: "no" });
  await minutes(2);
  await k.ct(endedCall(2));
  const two = (await k.claim()).message;
  await k.settle(two.id, two.attempt, { kind: "uncertain", code: "timeout", message: "?" });
  expect((await insights()).number.failures).toEqual([
    { code: "not_on_whatsapp", count: 1 },
    { code: "timeout", count: 1 },
  ]);
});
