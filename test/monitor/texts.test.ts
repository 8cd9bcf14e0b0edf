import { expect, test } from "vitest";
import { texts } from "../../lib/pages/shell/texts.ts";
import { vendors } from "../../lib/vendors/vendors.ts";
import { schemaSql } from "../support/schema-sql.ts";

const words = (sql: string) => [...sql.matchAll(/'([a-z_]+)'/g)].map(([, word]) => word!);

test.for(["it", "en"] as const)("%s says why a channel is paused, and what to do", (language) => {
  const check = /pause_reason in \(([^)]+)/.exec(schemaSql("channels"))![1]!;
  const { reasons, todo } = texts[language].channel;
  expect(Object.keys(todo)).toEqual(Object.keys(reasons));
  for (const { words: own } of vendors.filter(({ numbers }) => numbers)) {
    const { reasons: theirs, remedies } = own[language];
    expect(Object.keys(remedies)).toEqual(Object.keys(theirs));
    expect([...Object.keys(theirs), ...Object.keys(reasons)]).toEqual(words(check));
  }
});

test("both languages have the same keys", () => {
  const keys = (value: object, path = ""): string[] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === "object" ? keys(inner, `${path}${key}.`) : [`${path}${key}`],
    );
  expect(keys(texts.en)).toEqual(keys(texts.it));
});
