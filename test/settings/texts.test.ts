import { describe, expect, test } from "vitest";
import { callTexts } from "../../lib/pages/call-page/texts.ts";
import { clauseOf } from "../../lib/pages/decision/clause-of.ts";
import { decisionTexts } from "../../lib/pages/decision/texts.ts";
import { ruleSentence } from "../../lib/pages/settings/rules/rule-sentence.ts";
import { ruleTexts } from "../../lib/pages/settings/rules/texts.ts";
import { settingsTexts } from "../../lib/pages/settings/texts.ts";
import { tryTexts } from "../../lib/pages/settings/try/texts.ts";
import type { Rule } from "../../lib/settings/rules-setting.ts";
import { schemaSql } from "../support/schema-sql.ts";

const sql = schemaSql();

const keys = (value: object, path = ""): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "object" ? keys(inner, `${path}${key}.`) : [`${path}${key}`],
  );

test.for(Object.entries({ settingsTexts, ruleTexts, tryTexts, decisionTexts, callTexts }))(
  "%s: both languages have the same keys",
  ([, tables]) => {
    expect(keys(tables.en)).toEqual(keys(tables.it));
  },
);

test.for(["it", "en"] as const)(
  "%s has words for every guard and every fact that the SQL asks",
  (language) => {
    const guards = /jsonb_agg\(jsonb_build_object\('guard'[\s\S]*?array\[([^\]]+)/.exec(sql)![1]!;
    const facts = /foreach v_fact in array array\[([^\]]+)/.exec(sql)![1]!;
    const words = (list: string) => [...list.matchAll(/'([\w.]+)'/g)].map(([, word]) => word!);
    expect(words(guards)).toContain("cooldown");
    expect(words(facts)).toContain("tags.none");
    expect(Object.keys(decisionTexts[language].guardNames)).toEqual(
      expect.arrayContaining([...words(guards), "hours", "paused"]),
    );
    expect(Object.keys(decisionTexts[language].facts)).toEqual(expect.arrayContaining(words(facts)));
  },
);

describe("a rule is read as a person would say it", () => {
  const send: Rule["then"] = {
    send: true,
    template: "persa",
    delayMinutes: 90,
    priority: "reminder",
    expiresAfterHours: 24,
  };
  const skip: Rule["then"] = { send: false, reason: "Ci pensa Giulia" };
  test.for([
    [
      { direction: ["incoming"], outcome: ["missed", "voicemail"] },
      send,
      "Se la chiamata è in entrata e nessuno ha risposto o è finita in segreteria, allora invia «persa» dopo 1\u00a0h 30\u00a0min, dopo le richieste nuove; scade se non parte entro 24 ore.",
      "If the call is incoming and it was missed or it ended in voicemail, then send “persa” after 1\u00a0h 30\u00a0min, after new asks; it expires unless it leaves within 24 hours.",
    ],
    [
      { talkingSeconds: { min: 30 }, agents: ["Giulia", "Paolo"], previousFollowUps: { max: 0 } },
      skip,
      "Se si è parlato almeno 30\u00a0s, l'operatore è «Giulia» o «Paolo» e non ha mai ricevuto un nostro messaggio, allora non inviare: Ci pensa Giulia.",
      "If they talked at least 30\u00a0s, the agent is “Giulia” or “Paolo” and they never got a message of ours, then don't send: Ci pensa Giulia.",
    ],
    [
      { tags: { any: ["a"], all: ["b", "c"], none: ["d", "e"] }, contact: "new" },
      skip,
      "Se ha l'etichetta «a», ha le etichette «b» e «c», non ha l'etichetta «d» né «e» e questa persona la sentiamo per la prima volta, allora non inviare: Ci pensa Giulia.",
      "If it has the tag “a”, it has the tags “b” and “c”, it does not have the tag “d” nor “e” and we never heard of this person before, then don't send: Ci pensa Giulia.",
    ],
    [
      {
        custom: [
          { field: "tipo", is: "contains", value: "solar" },
          { field: "x", is: "absent" },
        ],
      },
      skip,
      "Se il campo «tipo» contiene «solar» e il campo «x» manca, allora non inviare: Ci pensa Giulia.",
      "If the field “tipo” contains “solar” and the field “x” is missing, then don't send: Ci pensa Giulia.",
    ],
    [
      {},
      skip,
      "Per ogni chiamata: non inviare: Ci pensa Giulia.",
      "For every call: don't send: Ci pensa Giulia.",
    ],
  ] as [Rule["when"], Rule["then"], string, string][])("%j", ([when, then, it, en]) => {
    const rule = { when, then };
    expect([ruleSentence("it", rule), ruleSentence("en", rule)]).toEqual([it, en]);
  });
});

test("a step that was stored is said in the reader's words, and one that nobody knows by its name", () => {
  const asked = { fact: "contact", expected: ["new"], actual: ["known"], holds: false };
  expect(clauseOf("en", asked)).toBe("we never heard of this person before");
  expect(clauseOf("it", { ...asked, fact: "moon", expected: "full" })).toBe("moon");
});
