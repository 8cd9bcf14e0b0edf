import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, phone } from "../support/kit.ts";
import { rule, type Stage, stage } from "./stage.ts";

/** Several bodies tell of one call. Whatever order they come in, one decision is made, and one message leads from it. */
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

const id = "900000001";
const orders = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
const waiting = async () => (await k.msgs()).filter(({ status }) => status === "queued");
const again = async () => {
  await k.product.close();
  k = await stage();
};

const ended = endedCall(1);
const untold = endedCall(1, { talking_time: undefined });
const voice = (fields: object) => ({ data: { callId: id, ...fields } });

test.each<[scenario: string, bodies: object[], code: string, number?: string]>([
  ["answered, and a tag", [ended, { event: "call-modified", call_id: id, call_tags: "a" }], "default_rule"],
  [
    "one body says missed, none how long",
    [untold, endedCall(1, { talking_time: undefined, call_status: "missed" })],
    "unanswered",
  ],
  [
    "a flag, a talk of nobody knows how long",
    [untold, { event: "call-modified", call_id: id, answered: false }],
    "unanswered",
  ],
  [
    "one leg missed, another talked",
    [ended, { event: "call-modified", call_id: id, call_status: "missed" }],
    "default_rule",
  ],
  [
    "a leg of 0 s, a leg of 120 s",
    [endedCall(1, { talking_time: "0", agent_id: "7" }), endedCall(1, { agent_id: "8" })],
    "default_rule",
  ],
  ["no talking time in one, 0 in the other", [untold, endedCall(1, { talking_time: "0" })], "unanswered"],
  ["voicemail", [ended, { event: "call-modified", call_id: id, is_voicemail: true }], "voicemail"],
  [
    "voicemail, and not",
    [endedCall(1, { is_voicemail: "true" }), endedCall(1, { is_voicemail: "false" })],
    "voicemail",
  ],
  [
    "do not send",
    [ended, voice({ shouldSend: false }), voice({ shouldSend: true, interest: "x" })],
    "do_not_send",
  ],
  [
    "a number that only one knows",
    [endedCall(1, { external_number: undefined }), ended],
    "default_rule",
    phone(1),
  ],
  [
    "a fixed line that a language model heard",
    [ended, voice({ customer_phone: "+390612345678" })],
    "default_rule",
    phone(1),
  ],
  [
    "a fixed line in one of two workflows",
    [ended, endedCall(1, { external_number: "390612345678" })],
    "default_rule",
    phone(1),
  ],
  [
    "nobody's number and an extension",
    [endedCall(1, { external_number: "104" }), endedCall(1, { external_number: undefined, agent_id: "7" })],
    "internal",
  ],
  [
    "between colleagues, says one",
    [ended, { event: "call-modified", call_id: id, direction: "internal" }],
    "internal_call",
  ],
])("%s", async (_, bodies, code, number) => {
  for (const order of orders(bodies)) {
    for (const body of order) await k.ct(body);
    expect(await k.call(id)).toMatchObject({ should_send_code: code, should_send: code === "default_rule" });
    const queued = await waiting();
    expect(queued).toHaveLength(code === "default_rule" ? 1 : 0);
    if (number) expect(queued[0]!.recipient).toBe(number);
    await again();
  }
});

describe("a transfer: the call twice, with another agent each", () => {
  const uuid = "00000000-0000-4000-8000-00000000abcd";
  const legs = [
    endedCall(1, {
      call_id: undefined,
      call_uuid: uuid,
      agent_id: "7",
      agent_name: "Sara",
      talking_time: "30",
    }),
    endedCall(1, {
      call_id: undefined,
      call_uuid: uuid,
      agent_id: "8",
      agent_name: "Bo",
      talking_time: "95",
    }),
  ];
  test.each([
    ["in one order", legs],
    ["in the other", legs.toReversed()],
  ])("leads to one message, %s, and the rules know both agents", async (_, order) => {
    await k.saveRules([rule("bo", { agents: ["bo"], talkingSeconds: { min: 90 } }, { delayMinutes: 5 })]);
    for (const body of order) await k.ct(body);
    const [call, ...others] = await k.sql`select * from cloudtalk_calls`;
    expect(others).toEqual([]);
    expect(call).toMatchObject({ should_send_code: "rule_send", talking_seconds: 95 });
    expect(await waiting()).toHaveLength(1);
  });

  test("one message, too, when the first leg's has left", async () => {
    await k.ct(legs[0]);
    await k.sendAll();
    await k.ct(legs[1]);
    expect(await k.msgs()).toMatchObject([{ status: "accepted" }]);
  });
});

describe("two workflows for one call", () => {
  const first = endedCall(1, { workflow: "one", call_tags: "a" });
  const second = endedCall(1, { workflow: "two", agent_id: "7" });
  test("at once: one message", async () => {
    const answers = await Promise.all([first, second, first, second].map((body) => k.ct(body)));
    expect(
      answers.map(({ outcome }) => outcome).filter((o) => o === "duplicate").length,
    ).toBeGreaterThanOrEqual(2);
    expect(await waiting()).toHaveLength(1);
    expect((await k.sql`select from cloudtalk_calls`).length).toBe(1);
  });

  test("one knows the id, one the uuid: one message", async () => {
    const uuid = "00000000-0000-4000-8000-00000000abce";
    await Promise.all([
      k.ct(endedCall(1, { workflow: "one" })),
      k.ct(endedCall(1, { call_id: undefined, call_uuid: uuid, workflow: "two" })),
    ]);
    expect(await waiting()).toHaveLength(1);
    await k.ct(endedCall(1, { call_uuid: uuid, workflow: "three" }));
    expect(await waiting()).toHaveLength(1);
  });
});

describe("the history of a call", () => {
  test("keeps every decision, with its rule and why", async () => {
    await k.ct(ended);
    await k.ct({ event: "call-modified", call_id: id, is_voicemail: true });
    expect(await k.decisions(id)).toMatchObject([
      {
        send: true,
        code: "default_rule",
        rule_name: "Dopo ogni chiamata",
        settings_version: 0,
        user_id: null,
      },
      {
        send: false,
        code: "voicemail",
        rule_id: "voicemail",
        reason: 'Rule "Segreteria telefonica" (no. 1): the call ended in voicemail.',
        because: [{ fact: "outcome", expected: ["voicemail"], actual: "voicemail", holds: true }],
      },
    ]);
  });

  test("is not made longer by what changes nothing", async () => {
    await k.ct(ended);
    await k.ct(ended);
    await k.ct({ event: "call-modified", call_id: id, call_tags: "a" });
    await k.ct({ event: "call-modified", call_id: id, recording_url: "https://x.it/1.mp3" });
    expect(await k.decisions(id)).toHaveLength(1);
  });

  test("begins when the call has ended", async () => {
    await k.ct({ event: "call-modified", call_id: id, call_tags: "a" });
    expect(await k.decisions(id)).toEqual([]);
    await k.ct(ended);
    expect(await k.decisions(id)).toMatchObject([{ send: true }]);
  });
});
