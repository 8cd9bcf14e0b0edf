import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Conditions, type Rule, rulesSetting } from "../../lib/settings/rules-setting.ts";
import { rule, type Stage, stage } from "./stage.ts";

/** Rule × facts → outcome, in the words that staff read. */
let k: Stage;
beforeAll(async () => {
  k = await stage();
});
afterAll(() => k.product.close());

type Facts = Record<string, unknown>;
const mobile = { e164: "+393330001001", raw: "393330001001" };
const answered: Facts = {
  phone: mobile,
  direction: "outgoing",
  talkingSeconds: 47,
  answered: true,
  isVoicemail: false,
};

async function decide(facts: Facts, rules?: Rule[]) {
  const checked = rules && rulesSetting.parse({ rules });
  const [row] = await k.sql`select app.decide(${k.workspace}, ${k.sql.json(facts as never)}, null,
    ${checked ? k.sql.json(checked as never) : k.sql`app.default_setting('rules')`}) as d`;
  return row!.d;
}

test("the defaults of the database are a setting that may be saved", async () => {
  const [row] = await k.sql`select app.default_setting('rules') as rules`;
  expect(rulesSetting.parse(row!.rules)).toEqual(row!.rules);
});

describe("the default rules do what the product always did", () => {
  const after = (words: string) => `Rule "Dopo ogni chiamata" (no. 3): ${words}.`;
  const unanswered = (words: string) => `Rule "Chiamata senza risposta" (no. 2): ${words}.`;
  const voicemail = 'Rule "Segreteria telefonica" (no. 1): the call ended in voicemail.';
  const withheld = "The customer's number is withheld or missing.";
  test.each<[scenario: string, facts: Facts, code: string, reason: string]>([
    [
      "an answered call with a mobile",
      {},
      "default_rule",
      after("the call was answered (talking time 47 s)"),
    ],
    [
      "nothing is known of the talk",
      { talkingSeconds: null, answered: null, isVoicemail: null },
      "default_rule",
      after("nobody told whether the call was answered"),
    ],
    ["no direction", { direction: null }, "default_rule", after("the call was answered (talking time 47 s)")],
    [
      "answered, without a talking time",
      { talkingSeconds: null },
      "default_rule",
      after("the call was answered"),
    ],
    [
      "missed on one leg, talked on another",
      { answered: false, unansweredStatus: "missed" },
      "default_rule",
      after("the call was answered (talking time 47 s)"),
    ],
    [
      "talking time 0",
      { talkingSeconds: 0, answered: false },
      "unanswered",
      unanswered("the call was not answered (talking time 0 s)"),
    ],
    [
      "a missed word and no talking time",
      { talkingSeconds: null, answered: false, unansweredStatus: "busy" },
      "unanswered",
      unanswered('the call was not answered (status "busy")'),
    ],
    ["voicemail, though it lasted", { isVoicemail: true }, "voicemail", voicemail],
    ["voicemail and talking time 0", { isVoicemail: true, talkingSeconds: 0 }, "voicemail", voicemail],
    [
      "between colleagues",
      { direction: "internal" },
      "internal_call",
      'There is no customer on this call (direction "internal").',
    ],
    [
      "a supervisor listening in",
      { direction: "monitor" },
      "internal_call",
      'There is no customer on this call (direction "monitor").',
    ],
    [
      "a fixed line",
      { phone: { ...mobile, problem: "fixed_line" } },
      "fixed_line",
      "The number is a fixed line or a service number, and nobody has written from it on WhatsApp.",
    ],
    ["no number", { phone: { problem: "withheld" } }, "withheld", withheld],
    ["no phone at all", { phone: null }, "withheld", withheld],
    [
      "an extension",
      { phone: { raw: "104", problem: "internal" } },
      "internal",
      "The number is an extension or a line of ours, not a customer's.",
    ],
    [
      "an unreadable number",
      { phone: { raw: "x", problem: "invalid" } },
      "invalid",
      "The customer's number is not a valid phone number.",
    ],
    ["do not send", { doNotSend: true }, "do_not_send", "The call's data says not to send a message."],
    [
      "do not send wins over everything",
      {
        doNotSend: true,
        direction: "internal",
        isVoicemail: true,
        talkingSeconds: 0,
        phone: { problem: "withheld" },
      },
      "do_not_send",
      "The call's data says not to send a message.",
    ],
    [
      "an erased person",
      { erased: true, doNotSend: true },
      "erased",
      "The person asked for their data to be erased.",
    ],
  ])("%s", async (_scenario, facts, code, reason) => {
    const told = Object.fromEntries(Object.entries({ ...answered, ...facts }).filter(([, v]) => v !== null));
    expect(await decide(told)).toMatchObject({ code, reason, send: code === "default_rule" });
  });
});

describe("a condition", () => {
  const custom = {
    customFields: { Esito: "Interessato", "contact.cap": 20121, list: ["A", "B"], vuoto: "" },
  };
  test.each<[scenario: string, when: Conditions, facts: Facts, holds: boolean, words: string | null]>([
    ["direction", { direction: ["incoming"] }, { direction: "incoming" }, true, "the call was incoming"],
    ["another direction", { direction: ["incoming"] }, {}, false, null],
    ["an unknown direction", { direction: ["incoming"] }, { direction: undefined }, false, null],
    ["answered", { outcome: ["answered", "missed"] }, {}, true, "the call was answered (talking time 47 s)"],
    ["not missed", { outcome: ["missed"] }, {}, false, null],
    [
      "unknown",
      { outcome: ["unknown"] },
      { talkingSeconds: undefined, answered: undefined },
      true,
      "nobody told whether the call was answered",
    ],
    ["long enough", { talkingSeconds: { min: 47 } }, {}, true, "the talking time is 47 s"],
    ["too short", { talkingSeconds: { min: 48 } }, {}, false, null],
    ["short enough", { talkingSeconds: { max: 47 } }, {}, true, "the talking time is 47 s"],
    ["too long", { talkingSeconds: { min: 1, max: 46 } }, {}, false, null],
    ["of no known length", { talkingSeconds: { max: 46 } }, { talkingSeconds: undefined }, false, null],
    [
      "an agent by name",
      { agents: [" sara  ROSSI "] },
      { agentName: "Sara Rossi" },
      true,
      'the agent is "Sara Rossi"',
    ],
    ["an agent by id", { agents: ["12"] }, { agentId: "12", agentName: "Bo" }, true, 'the agent is "Bo"'],
    [
      "an agent by e-mail",
      { agents: ["BO@x.it"] },
      { agentEmail: "bo@x.it" },
      true,
      'the agent is "bo@x.it"',
    ],
    ["a part of a name", { agents: ["Sara"] }, { agentName: "Sara Rossi" }, false, null],
    ["nobody known", { agents: ["Sara"] }, {}, false, null],
    [
      "our line, however it is written",
      { internalNumbers: ["0039 02 9999-0000"] },
      { internalNumber: "+390299990000" },
      true,
      "the line is +390299990000",
    ],
    [
      "another line",
      { internalNumbers: ["+390299990001"] },
      { internalNumber: "+390299990000" },
      false,
      null,
    ],
    [
      "one of the tags",
      { tags: { any: ["vip", "Città"] } },
      { tags: ["CITTÀ", "x"] },
      true,
      'the tags have one of "vip", "Città"',
    ],
    ["none of the tags asked for", { tags: { any: ["vip"] } }, { tags: ["x"] }, false, null],
    ["no tags", { tags: { any: ["vip"] } }, {}, false, null],
    ["all tags", { tags: { all: ["a", "b"] } }, { tags: ["B", "A", "c"] }, true, 'the tags have "a", "b"'],
    ["not all tags", { tags: { all: ["a", "b"] } }, { tags: ["a"] }, false, null],
    ["without a tag", { tags: { none: ["no"] } }, { tags: ["a"] }, true, 'the tags have none of "no"'],
    ["without a tag, untagged", { tags: { none: ["no"] } }, {}, true, 'the tags have none of "no"'],
    ["with the tag that must not be", { tags: { none: ["no"] } }, { tags: ["No"] }, false, null],
    [
      "disposition",
      { dispositions: ["richiamare"] },
      { disposition: "Richiamare" },
      true,
      'the disposition is "Richiamare"',
    ],
    ["another disposition", { dispositions: ["richiamare"] }, { disposition: "Perso" }, false, null],
    ["no disposition", { dispositions: ["richiamare"] }, {}, false, null],
    [
      "campaign",
      { campaigns: ["agrisolare 2026"] },
      { campaign: "Agrisolare  2026" },
      true,
      'the campaign is "Agrisolare  2026"',
    ],
    ["another campaign", { campaigns: ["x"] }, { campaign: "y" }, false, null],
    ["a person we do not know", { contact: "new" }, {}, true, "the person is new"],
    ["a person we should know", { contact: "known" }, {}, false, null],
    [
      "no follow-up before",
      { previousFollowUps: { max: 0 } },
      {},
      true,
      "the person had 0 follow-ups before",
    ],
    ["some follow-up before", { previousFollowUps: { min: 1 } }, {}, false, null],
    [
      "a field that is",
      { custom: [{ field: "esito", is: "equal", value: "INTERESSATO" }] },
      custom,
      true,
      'the field "esito" is "INTERESSATO"',
    ],
    [
      "a number that is",
      { custom: [{ field: "contact.cap", is: "equal", value: "20121" }] },
      custom,
      true,
      'the field "contact.cap" is "20121"',
    ],
    [
      "an item of a list",
      { custom: [{ field: "list", is: "equal", value: "b" }] },
      custom,
      true,
      'the field "list" is "b"',
    ],
    [
      "a field that is not",
      { custom: [{ field: "Esito", is: "equal", value: "Perso" }] },
      custom,
      false,
      null,
    ],
    [
      "not equal",
      { custom: [{ field: "Esito", is: "not_equal", value: "Perso" }] },
      custom,
      true,
      'the field "Esito" is not "Perso"',
    ],
    [
      "not equal to what is not there",
      { custom: [{ field: "Altro", is: "not_equal", value: "x" }] },
      custom,
      true,
      'the field "Altro" is not "x"',
    ],
    [
      "equal after all",
      { custom: [{ field: "Esito", is: "not_equal", value: "interessato" }] },
      custom,
      false,
      null,
    ],
    [
      "contains",
      { custom: [{ field: "Esito", is: "contains", value: "RESS" }] },
      custom,
      true,
      'the field "Esito" contains "RESS"',
    ],
    [
      "contains no pattern",
      { custom: [{ field: "Esito", is: "contains", value: "%" }] },
      custom,
      false,
      null,
    ],
    ["is there", { custom: [{ field: "Esito", is: "present" }] }, custom, true, 'the field "Esito" is there'],
    ["is empty", { custom: [{ field: "vuoto", is: "present" }] }, custom, false, null],
    [
      "is missing",
      { custom: [{ field: "Altro", is: "absent" }] },
      custom,
      true,
      'the field "Altro" is missing',
    ],
    ["is not missing", { custom: [{ field: "Esito", is: "absent" }] }, custom, false, null],
    [
      "both hold",
      { direction: ["outgoing"], talkingSeconds: { min: 30 } },
      {},
      true,
      "the call was outgoing; the talking time is 47 s",
    ],
    ["the first fails", { direction: ["incoming"], talkingSeconds: { min: 30 } }, {}, false, null],
    [
      "a field holds, what is asked before it fails",
      { direction: ["incoming"], custom: [{ field: "Esito", is: "present" }] },
      custom,
      false,
      null,
    ],
    ["the second fails", { direction: ["outgoing"], talkingSeconds: { min: 60 } }, {}, false, null],
    [
      "the second field fails",
      {
        custom: [
          { field: "Esito", is: "present" },
          { field: "Altro", is: "present" },
        ],
      },
      custom,
      false,
      null,
    ],
  ])("%s", async (_scenario, when, facts, holds, words) => {
    const told = Object.fromEntries(
      Object.entries({ ...answered, ...facts }).filter(([, v]) => v !== undefined),
    );
    const decision = await decide(told, [rule("r", when)]);
    expect(decision).toMatchObject(
      holds
        ? {
            send: true,
            code: "rule_send",
            ruleId: "r",
            ruleName: "Regola r",
            reason: `Rule "Regola r" (no. 1): ${words}.`,
          }
        : { send: false, code: "no_rule", reason: "No rule matches this call." },
    );
    expect(decision.because.at(-1)).toMatchObject({ ruleId: "r", holds });
  });
});

describe("the order", () => {
  test("the first rule that matches decides; those above it say why not", async () => {
    const decision = await decide({ ...answered, tags: ["partner"] }, [
      rule("vip", { tags: { any: ["vip"] }, direction: ["outgoing"] }),
      { ...rule("off", {}), enabled: false },
      rule("partner", { tags: { any: ["partner"] } }, { send: false, reason: "Partners get no message." }),
      rule("all", {}),
    ]);
    expect(decision).toMatchObject({
      send: false,
      code: "rule_skip",
      reason: 'Rule "Regola partner" (no. 3): Partners get no message (the tags have one of "partner").',
      because: [
        { ruleId: "vip", fact: "tags.any", expected: ["vip"], actual: ["partner"], holds: false },
        { ruleId: "partner", fact: "tags.any", expected: ["partner"], actual: ["partner"], holds: true },
      ],
    });
  });

  test("no rules send nothing", async () => {
    expect(await decide(answered, [])).toMatchObject({ send: false, code: "no_rule", because: [] });
  });

  test("a rule that keeps a default's id, but not its meaning, is told as any other", async () => {
    const rules = [
      rule(
        "unanswered",
        { outcome: ["answered"] },
        { send: false, reason: "We only write to missed calls." },
      ),
    ];
    expect(await decide(answered, rules)).toMatchObject({
      code: "rule_skip",
      reason:
        'Rule "Regola unanswered" (no. 1): We only write to missed calls (the call was answered (talking time 47 s)).',
    });
    expect(await decide(answered, [rule("voicemail", {})])).toMatchObject({ code: "rule_send", send: true });
  });

  test("the result is the rule's", async () => {
    const then = { template: "missed", delayMinutes: 90, priority: "bulk", expiresAfterHours: 12 } as const;
    expect(await decide(answered, [rule("r", {}, then)])).toMatchObject({ send: true, ...then });
  });
});
