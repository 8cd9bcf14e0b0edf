import { expect, test } from "vitest";
import { eventTexts } from "../../lib/pages/events/event-texts.ts";
import { schemaSql } from "../support/schema-sql.ts";

const sql = schemaSql();
const reasons = [
  ...sql.matchAll(/'outcome', 'ignored', 'reason', '(\w+)'|"outcome": "ignored", "reason": "(\w+)"/g),
].map(([, built, written]) => built ?? written!);

test("the migrations' reasons to ignore are found", () => {
  expect(reasons).toEqual(expect.arrayContaining(["outdated", "empty", "status_not_higher"]));
});

test.for(["it", "en"] as const)("%s has words for each of them", (language) => {
  expect(Object.keys(eventTexts[language].ignored)).toEqual(expect.arrayContaining(reasons));
});
