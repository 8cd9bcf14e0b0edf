import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { texts } from "../../lib/pages/shell/texts.ts";

const migration = (name: string) =>
  readFileSync(new URL(`../../supabase/migrations/${name}.sql`, import.meta.url), "utf8");
const words = (sql: string) => [...sql.matchAll(/'([a-z_]+)'/g)].map(([, word]) => word!);

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
