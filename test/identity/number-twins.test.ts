import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Kit, kit } from "../support/kit.ts";

/** One line, two spellings: the person who answers from one is the person we called at the other. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const resolve = async (phone: string, lid: string | null = null): Promise<string> =>
  (await k.sql`select app.resolve_contact(id, ${phone}, ${lid}) as id from workspaces`)[0]!.id;

const pairs: [where: string, one: string, other: string][] = [
  ["Mexico", "+525512340001", "+5215512340001"],
  ["Argentina", "+541123456789", "+5491123456789"],
  ["Argentina, 15 after the area", "+54111523456789", "+5491123456789"],
  ["Argentina, 15 after a long area", "+54296615456789", "+5492966456789"],
  ["Brazil", "+5511987654321", "+551187654321"],
  ["Ivory Coast, Orange", "+22507070001", "+2250707070001"],
  ["Ivory Coast, MTN", "+22505070001", "+2250505070001"],
  ["Ivory Coast, Moov", "+22501070001", "+2250101070001"],
  ["Benin", "+22997000001", "+2290197000001"],
  ["San Marino", "+378886377", "+3780549886377"],
  ["San Marino through Italy", "+390549886377", "+3780549886377"],
];

test.each(pairs)("%s: %s and %s are one person, in either order", async (_, one, other) => {
  for (const [first, second] of [
    [one, other],
    [other, one],
  ] as const) {
    await k.sql`truncate contacts cascade`;
    const id = await resolve(first);
    await k.shift(1_000);
    expect(await resolve(second, "18000000000099@lid")).toBe(id);
    const known = await k.sql`select value from contact_identities where kind = 'phone' order by value`;
    expect(known.map(({ value }) => value)).toEqual([first, second].toSorted());
    expect((await k.sql`select app.contact_phone(${id}) as phone`)[0]!.phone).toBe(first);
  }
});

test.each([
  ["a Brazilian landline has no ninth digit", "+551134567890", "+5511934567890"],
  ["two Italians", "+393330001001", "+393330001002"],
  ["another operator of Ivory Coast", "+22507070001", "+2250507070001"],
])("%s", async (_, one, other) => {
  expect(await resolve(one)).not.toBe(await resolve(other));
});

describe("nothing is guessed", () => {
  test("two persons who are known under each stay two", async () => {
    const [one, other] = await Promise.all([resolve("+393330001001"), resolve("+393330001002")]);
    await k.sql`insert into contact_identities (workspace_id, kind, value, contact_id)
      select id, 'phone', v.value, v.contact::bigint from workspaces,
        (values ('+525512340001', ${one}::text), ('+5215512340001', ${other}::text)) v (value, contact)`;
    expect(await resolve("+525512340001")).toBe(one);
    expect(await resolve("+5215512340001")).toBe(other);
  });

  test("of an erased person the other spelling is theirs too", async () => {
    const id = await resolve("+525512340001");
    await k.sql`insert into erased_identities (workspace_id, kind, digest, contact_id)
      select id, 'phone', app.identity_digest(id, 'phone', '+525512340001'), ${id} from workspaces`;
    await k.sql`delete from contact_identities`;
    const [row] = await k.sql`select app.is_erased(id, 'phone', '+5215512340001') as erased,
      app.mentions_erased(id, 'von 5215512340001@s.whatsapp.net') as mentioned from workspaces`;
    expect(row).toEqual({ erased: true, mentioned: true });
    expect(await resolve("+5215512340001")).toBe(id);
  });
});
