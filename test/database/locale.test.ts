import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

/** As a project on Supabase (en_US.UTF-8) answers: letters that are not ASCII are letters. */
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test.each([
  ["case", "'SOCIETÀ' ilike '%società%' and lower('NICOLÒ') = 'nicolò' and upper('è') = 'È'"],
  ["marks are not folded", "not ('Società' ilike '%societa%')"],
  ["a pattern knows a letter", "'ò' ~ '^[[:alpha:]]$' and 'Ò' ~* 'ò'"],
  ["text search folds case", "to_tsvector('simple', 'PERÒ') = to_tsvector('simple', 'però')"],
  [
    "text search parts at a typographic apostrophe",
    "to_tsvector('italian', 'l’azienda') @@ to_tsquery('italian', 'azienda')",
  ],
  [
    "names are ordered as people order them",
    "array['Èlia', 'Elia', 'de luca', 'Dangelo'] @> '{}' and 'de luca' < 'Elia' and 'Elia' < 'Èlia' and 'Dangelo' < 'de luca'",
  ],
])("%s", async (_, condition) => {
  expect((await db.sql.unsafe(`select ${condition} as holds`))[0]?.holds).toBe(true);
});
