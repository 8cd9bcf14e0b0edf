import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";

/** What is left of an erased person's number is marked with a secret: it cannot be read back by trying every number. */
const secret = "tombstone-secret-of-the-tests";
let k: Kit;
beforeEach(async () => {
  k = await kit({ TOMBSTONE_SECRET: secret });
});
afterEach(() => k.product.close());

const erase = async (n: number) => {
  const admin = await k.product.db.createStaff({ role: "admin" });
  const [row] = await k.sql`select contact_id from cloudtalk_calls where phone_number = ${phone(n)}`;
  const args = { contact: row?.contact_id, reason: "richiesta", typed: `Cliente ${n}` };
  expect((await admin.client.rpc("erase_contact", args)).data).toMatchObject({ erased: true });
};
const mark = async (n: number, key: string) => {
  const [{ id }] = await k.sql<[{ id: string }]>`select id from workspaces`;
  const hashed = k.sql`select sha256(${Buffer.from(key)}) as key`;
  return createHmac("sha256", (await hashed)[0]!.key)
    .update(`${id}:phone:${phone(n)}`)
    .digest("hex");
};
const marks = async () =>
  (await k.sql`select digest from erased_identities where kind = 'phone' order by erased_at`).map(
    ({ digest }) => digest,
  );
const give = (value: string | null) =>
  k.rpc("configure_default_channel", { settings: { tombstoneSecret: value } });

test("the clock brings the key, and the marks are HMAC-SHA256 with it", async () => {
  await k.product.tick();
  await k.ct(endedCall(1));
  await erase(1);
  expect(await marks()).toEqual([await mark(1, secret)]);
});

test("without a key of ours the database has its own: known again, and no plain digest of the number", async () => {
  await k.ct(endedCall(1));
  await erase(1);
  const [{ plain }] = await k.sql<
    [{ plain: string }]
  >`select encode(sha256(convert_to(id::text || ':phone:' || ${phone(1)}, 'UTF8')), 'hex') as plain from workspaces`;
  expect(await marks()).not.toContain(plain);
  expect(await k.wa(inbound(1, "ciao"))).toMatchObject({ reason: "erased" });
});

test("another key later: who was erased before is known by the old one, who comes after by the new one", async () => {
  await k.ct(endedCall(1));
  await erase(1);
  for (const [n, key] of [
    [2, "the-first-key-of-the-tests"],
    [3, "the-second-key-of-the-tests"],
  ] as const) {
    await give(key);
    await give(key);
    await k.shift(1000);
    await k.ct(endedCall(n));
    await erase(n);
    expect((await marks()).at(-1)).toBe(await mark(n, key));
  }
  for (const n of [1, 2, 3]) {
    expect(await k.wa(inbound(n, "ciao"))).toMatchObject({ outcome: "ignored", reason: "erased" });
    expect(await k.ct(endedCall(n))).toMatchObject({ outcome: "ignored", reason: "erased" });
  }
  expect(await k.wa(inbound(4, "ciao"))).toMatchObject({ outcome: "processed" });
  expect(await k.sql`select from app.tombstone_keys`).toHaveLength(3);
});

test("a key that is none changes nothing", async () => {
  for (const value of [null, "", "short"]) await give(value);
  expect(await k.sql`select is_given from app.tombstone_keys`).toEqual([{ is_given: false }]);
});

describe.each(["anon", "authenticated", "service_role"])("%s", (role) => {
  test("reads no key and makes no mark", async () => {
    for (const statement of [
      "select * from app.tombstone_keys",
      "select app.identity_digest(gen_random_uuid(), 'phone', '+39')",
      "select app.keep_tombstone_key('a-key-of-one-s-own-in-the-tests')",
    ]) {
      const tried = k.sql.begin(async (tx) => {
        await tx.unsafe(`set local role ${role}`);
        await tx.unsafe(statement);
      });
      await expect(tried).rejects.toMatchObject({ code: "42501" });
    }
  });
});
