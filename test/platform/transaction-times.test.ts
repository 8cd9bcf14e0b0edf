import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transactionTimes } from "../../scripts/check/transaction-times.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "aftercall-times-"));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ["select app.now(), known() -- not now()", []],
  ["create function app.now() returns timestamptz as $$ select pg_catalog.clock_timestamp() $$;", []],
  ["/* current_timestamp */\nselect now()", [[2, "now()"]]],
  ["create table t (a timestamptz default CURRENT_TIMESTAMP)", [[1, "CURRENT_TIMESTAMP"]]],
  [
    "select pg_catalog.now(),\n localtimestamp",
    [
      [1, "pg_catalog.now()"],
      [2, "localtimestamp"],
    ],
  ],
  [
    "select clock_timestamp(), current_date",
    [
      [1, "clock_timestamp()"],
      [1, "current_date"],
    ],
  ],
])("times of the transaction in %j", async (sql, expected) => {
  await writeFile(join(folder, "1_a.sql"), sql);
  const found = await transactionTimes(folder);
  expect(found.map(({ line, word }) => [line, word])).toEqual(expected);
});
