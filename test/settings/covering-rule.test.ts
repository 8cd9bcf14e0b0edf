import { expect, test } from "vitest";
import { coveringRule } from "../../lib/pages/settings/rules/covering-rule.ts";
import type { Conditions, Rule } from "../../lib/settings/rules-setting.ts";

/** Whether a rule is never asked because of the one above it: what a manager is warned of. */
const rule = (when: Conditions, enabled = true): Rule => ({
  id: "one",
  name: "One",
  enabled,
  when,
  // biome-ignore lint/suspicious/noThenProperty: a rule has one.
  then: { send: false, reason: "Enough." },
});

test.for<[Conditions, Conditions]>([
  [{}, {}],
  [{}, { outcome: ["missed"] }],
  [{ outcome: ["missed"] }, { outcome: ["missed"], direction: ["incoming"] }],
  [{ outcome: ["missed", "voicemail"] }, { outcome: ["voicemail"] }],
  [{ agents: ["Giulia ", "Paolo"] }, { agents: ["giulia"] }],
  [{ tags: { any: ["a", "b"] } }, { tags: { any: ["a"] } }],
  [{ tags: { all: ["a"] } }, { tags: { all: ["a", "b"] } }],
  [{ tags: { none: ["a"] } }, { tags: { none: ["a", "b"] } }],
  [{ talkingSeconds: { min: 10 } }, { talkingSeconds: { min: 30, max: 60 } }],
  [{ previousFollowUps: { max: 3 } }, { previousFollowUps: { max: 0 } }],
  [{ contact: "new" }, { contact: "new", campaigns: ["Estate"] }],
  [
    { custom: [{ field: "tipo", is: "equal", value: "Casa" }] },
    { custom: [{ field: "tipo", is: "equal", value: "casa" }], direction: ["incoming"] },
  ],
])("%j takes every call of %j", ([above, below]) => {
  expect(coveringRule([rule(above)], rule(below))).toBeDefined();
  expect(coveringRule([rule(above, false)], rule(below)), "while it is on").toBeUndefined();
});

test.for<[Conditions, Conditions]>([
  [{ outcome: ["missed"] }, {}],
  [{ outcome: ["missed"] }, { outcome: ["missed", "unknown"] }],
  [{ outcome: ["missed"], direction: ["outgoing"] }, { outcome: ["missed"] }],
  [{ tags: { any: ["a"] } }, { tags: { all: ["b"] } }],
  [{ tags: { all: ["a", "b"] } }, { tags: { all: ["a"] } }],
  [{ tags: { none: ["a"] } }, {}],
  [{ talkingSeconds: { min: 10 } }, { talkingSeconds: { max: 60 } }],
  [{ talkingSeconds: { max: 10 } }, { talkingSeconds: { min: 5 } }],
  [{ contact: "new" }, { contact: "known" }],
  [{ custom: [{ field: "tipo", is: "present" }] }, { custom: [{ field: "zona", is: "present" }] }],
])("%j leaves calls for %j", ([above, below]) => {
  expect(coveringRule([rule(above)], rule(below))).toBeUndefined();
});
