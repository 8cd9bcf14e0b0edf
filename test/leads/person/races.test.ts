import { afterEach, beforeEach, expect, test } from "vitest";
import { type Kit, kit } from "../../support/kit.ts";
import { submission, type Typed, tell } from "./submission.ts";

/** I2 for people: whoever submits fifty times at once is one person, asked once, whatever they are known by. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const anna = { phone: "333 1234567", email: "anna@example.com", name: "Anna Bianchi" };
const people: [string, (n: number) => Typed, asks?: number][] = [
  ["by phone", () => ({ phone: anna.phone })],
  ["by e-mail, where nothing can go", () => ({ email: anna.email }), 0],
  ["by both", () => anna],
  ["by one, the other, or both", (n) => [anna, { phone: anna.phone }, { email: anna.email }][n % 3]!],
  ["by numbers that are twins", (n) => ({ phone: ["+54 9 11 2345-6789", "+54 11 2345-6789"][n % 2]! })],
];

test.for(people)("fifty at once of one person, %s: one contact, one ask", async ([, typed, asks = 1]) => {
  const told = await Promise.all(Array.from({ length: 50 }, (_, n) => tell(k, submission(`${n}`, typed(n)))));
  expect(new Set(told.map(({ outcome }) => outcome))).toEqual(new Set(["processed"]));
  expect(await k.sql`select count(*)::int from contacts where merged_into is null`).toEqual([{ count: 1 }]);
  expect(
    await k.sql`select count(*)::int, count(distinct contact_id)::int as people,
      min(status) filter (where id = (select min(id) from leads)) as first from leads`,
  ).toEqual([{ count: 50, people: 1, first: "created" }]);
  expect(await k.sql`select count(*)::int from asks where is_open`).toEqual([{ count: asks }]);
});

test("the same submission fifty times at once is one row", async () => {
  const told = await Promise.all(Array.from({ length: 50 }, () => tell(k, submission("1", anna))));
  expect(told.filter(({ outcome }) => outcome === "processed")).toHaveLength(1);
  expect(told.filter(({ outcome }) => outcome === "duplicate")).toHaveLength(49);
  expect(await k.sql`select count(*)::int from leads`).toEqual([{ count: 1 }]);
});

test("deliveries that name the same people in other orders wait for each other, and for a call", async () => {
  const each = (n: number) => submission(`${n}`, { ...anna, phone: `333 12345${n % 10}0` });
  const both = Array.from({ length: 20 }, (_, n) => {
    const pair = [
      submission(`a${n}`, anna),
      submission(`b${n}`, { phone: "347 7654321", email: "b@example.com" }),
    ];
    return tell(k, ...(n % 2 ? pair.reverse() : pair));
  });
  const calls = Array.from({ length: 10 }, (_, n) =>
    k.ct({ call_id: `8${n}`, external_number: "+393331234567", direction: "outgoing", status: "answered" }),
  );
  await Promise.all([...both, ...calls, tell(k, each(1))]);
  expect(await k.sql`select outcome, reason from webhook_requests where outcome = 'failed'`).toEqual([]);
  expect(await k.sql`select count(*)::int from leads`).toEqual([{ count: 41 }]);
  expect(
    await k.sql`select count(distinct contact_id)::int from leads where phone = '+393331234567'
      or phone = '+393477654321'`,
  ).toEqual([{ count: 2 }]);
});

test("without the channels' lock too, one person is made", async () => {
  await Promise.all(
    Array.from(
      { length: 30 },
      () => k.sql`select app.find_person(w.id, '+393331234567', 'anna@example.com',
      'Anna', null) from workspaces w where key = 'default'`,
    ),
  );
  expect(await k.sql`select count(*)::int from contacts`).toEqual([{ count: 1 }]);
});
