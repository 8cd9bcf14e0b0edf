import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall } from "../support/kit.ts";
import { rule, type Stage, stage } from "./stage.ts";

/** As many rules as may be saved, against bodies with a transcript: every other event of the channel waits meanwhile. */
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

const contains = { field: "transcript", is: "contains" as const, value: "luce" };
const missing = { field: "nowhere", is: "present" as const };
const transcript = "La luce costa troppo. ".repeat(4000);

test("a long transcript is made plain once a decision, not once a condition of fifty rules", async () => {
  const custom = [...Array(19).fill(contains), missing];
  await k.saveRules(Array.from({ length: 50 }, (_, n) => rule(`r${n}`, { custom })));
  // 50 KB took 6 s when each of a thousand conditions made the text plain again.
  const { sql } = k.product.db;
  await sql`create sequence app.long_texts`;
  await sql`alter function app.plain_text(text) rename to plain_text_itself`;
  await sql.unsafe(`create function app.plain_text(p_text text) returns text language plpgsql set search_path = '' as $$
    begin
      perform nextval('app.long_texts') where length(p_text) > 1000;
      return app.plain_text_itself(p_text);
    end $$`);
  await k.ct(endedCall(1, { transcript }));
  expect(await k.call("900000001")).toMatchObject({ should_send_code: "no_rule" });
  const [made] = await sql`select last_value::int as times, is_called from app.long_texts`;
  expect(made).toEqual({ times: 1, is_called: true });
});

test("the decision keeps the beginning of what it compared, not a copy of it for each rule", async () => {
  await k.saveRules([rule("a", { custom: [contains] })]);
  await k.ct(endedCall(1, { transcript }));
  const { decision } = await k.call("900000001");
  expect(decision).toMatchObject({ send: true, because: [{ actual: `${transcript.slice(0, 500)}…` }] });
});

test("more tags than a call can have are cut", async () => {
  await k.ct(endedCall(1, { call_tags: Array.from({ length: 5000 }, (_, n) => `tag ${n}`).join(",") }));
  expect((await k.call("900000001")).tags).toHaveLength(200);
});
