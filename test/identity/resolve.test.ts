import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, hidden, inbound, type Kit, kit, lid, phone } from "../support/kit.ts";

/** Which contact an event is about: a set of addresses, learned whenever two appear together. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const otherLid = "180000000000888@lid";
type Address = { phone?: string; lid?: string; bsuid?: string; username?: string };
const resolve = async ({ phone: p, lid: l, bsuid, username }: Address): Promise<number> => {
  const [row] =
    await k.sql`select app.resolve_contact(w.id, ${p ?? null}, ${l ?? null}, ${bsuid ?? null}, ${username ?? null}) as id
    from workspaces w where key = 'default'`;
  return Number(row!.id);
};
const known = async (id: number) =>
  (await k.sql`select value from contact_identities where contact_id = ${id} order by kind, value`).map(
    ({ value }) => value,
  );
const merges = () => k.sql`select loser, winner, by from contact_merges order by id`;

describe("a set of addresses", () => {
  test("is one contact, found by each of them", async () => {
    const id = await resolve({ phone: phone(1), lid, bsuid: "IT.abc", username: "anna.f" });
    for (const one of [{ phone: phone(1) }, { lid }, { bsuid: "IT.abc" }, { username: "anna.f" }]) {
      expect(await resolve(one)).toBe(id);
    }
    expect(await k.sql`select id from contacts`).toHaveLength(1);
  });

  test("is learned from each pair, in any order", async () => {
    const id = await resolve({ username: "anna.f" });
    expect(await resolve({ lid, username: "anna.f" })).toBe(id);
    expect(await resolve({ lid, bsuid: "IT.abc" })).toBe(id);
    expect(await resolve({ bsuid: "IT.abc", phone: phone(1) })).toBe(id);
    expect(await known(id)).toEqual(["IT.abc", lid, phone(1), "anna.f"]);
    expect(await k.sql`select phone_known from contacts`).toEqual([{ phone_known: true }]);
  });

  test("joins what was known apart: to the one with the phone, and says so in the history", async () => {
    const [byPhone, byLid, byCode] = [
      await resolve({ phone: phone(1) }),
      await resolve({ lid }),
      await resolve({ bsuid: "IT.abc" }),
    ];
    expect(await resolve({ phone: phone(1), lid, bsuid: "IT.abc" })).toBe(byPhone);
    expect(await merges()).toEqual([
      { loser: String(byLid), winner: String(byPhone), by: null },
      { loser: String(byCode), winner: String(byPhone), by: null },
    ]);
    expect(await known(byPhone)).toEqual(["IT.abc", lid, phone(1)]);
  });

  test.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])(
    "four contacts of one address each are joined by three pairs in the order %i, %i, %i",
    async (...order) => {
      const ways: Address[][] = [
        [
          { phone: phone(1), lid },
          { lid, bsuid: "IT.abc" },
          { bsuid: "IT.abc", username: "anna.f" },
        ],
        [
          { phone: phone(1), bsuid: "IT.abc" },
          { lid, bsuid: "IT.abc" },
          { lid, username: "anna.f" },
        ],
        [
          { phone: phone(1), lid },
          { phone: phone(1), bsuid: "IT.abc" },
          { phone: phone(1), username: "anna.f" },
        ],
      ];
      for (const pairs of ways) {
        await k.sql`truncate contact_merges, contact_identities cascade`;
        for (const one of [{ phone: phone(1) }, { lid }, { bsuid: "IT.abc" }, { username: "anna.f" }])
          await resolve(one);
        for (const at of order) await resolve(pairs[at]!);
        expect(await k.sql`select distinct contact_id from contact_identities`).toHaveLength(1);
        expect(await k.sql`select from contact_identities`).toHaveLength(4);
      }
    },
  );

  test("a LID that belongs to a contact with another phone stays there", async () => {
    const first = await resolve({ phone: phone(1), lid });
    const second = await resolve({ phone: phone(2), lid });
    expect(second).not.toBe(first);
    expect(await known(first)).toEqual([lid, phone(1)]);
    expect(await known(second)).toEqual([phone(2)]);
    expect(await resolve({ lid })).toBe(first);
  });

  test("a name that another has taken is that other's; it joins nobody", async () => {
    const first = await resolve({ lid, username: "cliente" });
    const second = await resolve({ lid: otherLid, username: "cliente" });
    expect(second).not.toBe(first);
    expect(await resolve({ username: "cliente" })).toBe(second);
    expect(await known(first)).toEqual([lid]);
    expect(await merges()).toEqual([]);
  });

  test("nothing matches by a part of it", async () => {
    const id = await resolve({ phone: phone(1) });
    expect(await resolve({ phone: `${phone(1)}1` })).not.toBe(id);
    expect(await resolve({ username: "333%" })).not.toBe(id);
    const shadow = `${phone(1).slice(1)}@lid`;
    expect(await resolve({ lid: shadow })).not.toBe(id);
  });

  test("at once, from many sides, makes one contact", async () => {
    await Promise.all([
      k.ct(endedCall(1)),
      k.wa(hidden(1, "uno")),
      k.wa(hidden(1, "due", { cleanedSenderPn: phone(1).slice(1) })),
      k.wa(inbound(1, "tre")),
      k.wa(hidden(1, "quattro", { cleanedSenderPn: phone(1).slice(1) })),
    ]);
    const live = await k.sql`select id from contacts where merged_into is null`;
    expect(live).toHaveLength(1);
    expect(await k.sql`select distinct contact_id from whatsapp_messages`).toEqual([
      { contact_id: live[0]!.id },
    ]);
  });
});

describe("a message", () => {
  test("brings a username where the key has one, and keeps the address it came by", async () => {
    await k.wa(hidden(1, "ciao", { remoteJidUsername: "@Anna.Ferri" }));
    const [message] = await k.sql`select contact_id, address from whatsapp_messages`;
    expect(message!.address).toBe(lid);
    expect(await known(Number(message!.contact_id))).toEqual([lid, "anna.ferri"]);
    await k.wa(hidden(1, "sono io", { cleanedSenderPn: phone(1).slice(1) }));
    expect(await k.sql`select address from whatsapp_messages order by id desc limit 1`).toEqual([
      { address: phone(1) },
    ]);
  });

  test.each(["", "a", "due parole", "x".repeat(40), 7, null])(
    "%j is no username",
    async (remoteJidUsername) => {
      await k.wa(hidden(1, "ciao", { remoteJidUsername }));
      expect(await k.sql`select kind from contact_identities`).toEqual([{ kind: "lid" }]);
    },
  );
});
