import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

/** The short way of folding answers as the whole one does. */
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test("every letter up to Latin Extended, by itself and in a name", async () => {
  const differing = await db.sql`
    select n, t.text, app.fold(t.text), app.fold_any(t.text) from generate_series(1, 1023) n
    cross join lateral (values (chr(n)), ('Mario ' || chr(n) || 'a'), ('-' || chr(n) || '  Rossi\u2019s')) t (text)
    where app.fold(t.text) is distinct from app.fold_any(t.text)`;
  expect(differing).toEqual([]);
});

test.for([
  ["Rossi  Mario", "rossi mario"],
  ["  D'Angelo - Anna-Maria ", "dangelo anna maria"],
  ["Niccolò Però", "niccolo pero"],
  ["Niccolo\u0300 PERÒ", "niccolo pero"],
  ["Rossi\tMario\n", "rossi mario"],
  ["Straße", "strasse"],
  ["Łódź", "lodz"],
  ["-", ""],
  ["", ""],
])("%s is %s", async ([text, folded]) => {
  expect((await db.sql`select app.fold(${text!}) as is`)[0]).toEqual({ is: folded });
});
