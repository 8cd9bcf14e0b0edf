import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { texts } from "../../lib/monitor/texts.ts";

const migration = (name: string) =>
  readFileSync(new URL(`../../supabase/migrations/${name}.sql`, import.meta.url), "utf8");
const words = (sql: string) => [...sql.matchAll(/'([a-z_]+)'/g)].map(([, word]) => word!);

test.for(["it", "en"] as const)("%s has a word for every status that the table takes", (language) => {
  const check = /status text not null check \(status in \(([^)]+)/.exec(
    migration("20261121090500_messages"),
  )![1]!;
  expect(Object.keys(texts[language].statuses)).toEqual(expect.arrayContaining(words(check)));
});

test.for(["it", "en"] as const)("%s says why a channel is paused, and what to do", (language) => {
  const check = /pause_reason in \(([^)]+)/.exec(migration("20261121090200_channels"))![1]!;
  const { reasons, todo } = texts[language].channel;
  expect([Object.keys(reasons), Object.keys(todo)]).toEqual([words(check), words(check)]);
});

test("both languages have the same keys", () => {
  const keys = (value: object, path = ""): string[] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === "object" ? keys(inner, `${path}${key}.`) : [`${path}${key}`],
    );
  expect(keys(texts.en)).toEqual(keys(texts.it));
});

/** Codes as the migrations write them: assigned, passed on, or inside a verdict. */
const allSql = readdirSync(new URL("../../supabase/migrations/", import.meta.url))
  .filter((name) => name.endsWith(".sql"))
  .map((name) => migration(name.slice(0, -4)))
  .join("\n");
const codes = (pattern: RegExp) => [...new Set([...allSql.matchAll(pattern)].map(([, code]) => code!))];
const reasonCodes = codes(
  /(?:reason_code\s*=\s*|v_code\s*:=\s*|skip_queued\([^,()]+,\s*|raise_status\((?:[^(),]+,\s*){3})'([a-z_]+)'/g,
);
const callCodes = [
  ...codes(/(?:should_send_code\s*=\s*|v_code\s*:=\s*|"code": )['"]([a-z_]+)['"]/g),
  ...["default_rule", "do_not_send", "unanswered", "voicemail", "internal_call"],
  ...["withheld", "internal", "invalid", "fixed_line"],
];
const overrideAnswers = [
  .../function public\.override_call[\s\S]+?\nend \$\$/.exec(allSql)![0].matchAll(/return '([a-z_]+)'/g),
].map(([, code]) => code!);

test("the migrations' codes are found", () => {
  expect(reasonCodes).toEqual(
    expect.arrayContaining(["answered", "same_call", "wrong_number", "opted_out", "expired", "worker_died"]),
  );
  expect(reasonCodes).toContain("provider_failed");
  expect(callCodes).toEqual(expect.arrayContaining(["staff_send", "staff_refused", "covered", "not_ended"]));
  expect(overrideAnswers).toEqual(["already_sent", "no_phone"]);
});

describe.each(["it", "en"] as const)("%s has a word", (language) => {
  const t = texts[language];
  test.for(reasonCodes)("for a message that is %s", (code) => {
    expect(t.reasonCodes[code as "expired"] ?? t.callCodes[code as "covered"]).toBeTruthy();
  });
  test.for([...new Set(callCodes)])("for a call that is %s", (code) => {
    expect(t.callCodes[code as "covered"] ?? t.reasonCodes[code as "expired"]).toBeTruthy();
  });
  test.for([
    ...overrideAnswers,
    "staff_send",
    "staff_refused",
    "covered",
    "opted_out",
    "blocked",
    "not_set_up",
  ])("for what an override answers: %s", (code) => {
    expect(t.notices[code as "seen"]).toBeTruthy();
  });
});
