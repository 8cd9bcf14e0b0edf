import { describe, expect, test } from "vitest";
import { fileDrift } from "../../scripts/database/file-drift.ts";
import { describeAdvice, findAdvice } from "../../scripts/database/find-advice.ts";
import { pushMigrations } from "../../scripts/database/push-migrations.ts";
import type { SupabaseCli } from "../../scripts/database/supabase-cli.ts";

/** The check itself, with the CLI's answers as 3.1.0 gave them; `npm run check:database` runs the CLI. */
const cliThatSays = (...answers: string[]): SupabaseCli => ({
  run: async () => answers.shift() ?? "",
  close: async () => {},
});

describe("types", () => {
  test("that are the generated ones are fine", () => {
    expect(fileDrift("types.ts", "a\nb\n", "a\nb\n")).toBeNull();
  });

  test.each([
    ["a line changed", "a\nold\n", "a\nnew\n", "(line 2: now new)"],
    ["something was added", "a\n", "a\nb\n", "(line 2: now b)"],
    ["something went away", "a\nb\n", "a\n", "(line 2: now nothing)"],
    ["the end went away", "a\nb", "a", "(line 2: now nothing)"],
  ])("are stale when %s, and the sentence says where and what to do", (_, ours, theirs, where) => {
    expect(fileDrift("types.ts", ours, theirs)).toBe(
      `types.ts is not what the schemas make ${where}: ` +
        "run `npm run check:database -- --write` and commit it.",
    );
  });

  test("that are missing are asked for", () => {
    expect(fileDrift("types.ts", null, "a")).toContain("is missing: run `npm run check:database -- --write`");
  });
});

describe("advice", () => {
  const finding = (name: string, level: string) => ({
    name,
    level,
    detail: `Table \`public.t\` has ${name}.`,
    remediation: `https://supabase.com/docs/guides/database/database-linter?lint=${name}`,
    cache_key: name,
  });
  const answer = (...results: object[]) => JSON.stringify({ results, message: "x" });

  test("of every level counts, but an empty database's unused indexes do not", async () => {
    const said = answer(
      finding("rls_disabled_in_public", "ERROR"),
      finding("unused_index", "INFO"),
      finding("unindexed_foreign_keys", "INFO"),
    );
    const found = await findAdvice(cliThatSays(said));
    expect(found.map(({ name }) => name)).toEqual(["rls_disabled_in_public", "unindexed_foreign_keys"]);
    expect(describeAdvice(found[0]!)).toBe(
      "ERROR rls_disabled_in_public: Table `public.t` has rls_disabled_in_public.\n" +
        "    https://supabase.com/docs/guides/database/database-linter?lint=rls_disabled_in_public",
    );
  });

  test("that cannot be read is no clean bill", async () => {
    await expect(findAdvice(cliThatSays("Connecting…"))).rejects.toThrow();
    await expect(findAdvice(cliThatSays("{}"))).rejects.toThrow();
  });
});

test("a second push that finds work is a problem", async () => {
  const applied = "Applying migration 1_a.sql...\nFinished supabase db push.\n";
  expect(await pushMigrations(cliThatSays(applied, "Remote database is up to date.\n"))).toEqual([]);
  expect(await pushMigrations(cliThatSays(applied, applied))).toEqual([
    expect.stringContaining("A second push still found something to apply"),
  ]);
});
