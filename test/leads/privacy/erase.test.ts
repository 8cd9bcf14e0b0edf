import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { traces } from "../../privacy/traces.ts";
import type { Staff } from "../../support/create-staff.ts";
import { type Kit, kit, phone } from "../../support/kit.ts";
import { submission, tell } from "../person/submission.ts";

/** I17 for submissions: nothing of an erased person is left in them, and what comes of that person later does nothing. */
let k: Kit;
let admin: Staff;
beforeEach(async () => {
  k = await kit();
  admin = await k.product.db.createStaff({ role: "admin" });
});
afterEach(() => k.product.close());

const marisa = { phone: "333 1000001", email: "Marisa@Ferraris.example", name: "Marisa Ferraris" };
const words = ["3331000001", "333 1000001", "marisa", "ferraris", "leadgen-1"];
const consents = [{ key: "privacy", words: "Accetto, dice Marisa", isTicked: true }];
const person = async () =>
  Number((await k.sql`select contact_id from leads where external_id = 'leadgen-1'`)[0]?.contact_id);
const erase = async (contact: number) => {
  const { data } = await admin.client.rpc("erase_contact", {
    contact,
    reason: "Su richiesta",
    typed: "Marisa Ferraris",
  });
  expect(data).toMatchObject({ erased: true });
  for (let n = 0; n < 3; n += 1) await k.rpc("keep_privacy", { batch: 500 });
};
const say = () =>
  tell(
    k,
    submission("leadgen-1", { ...marisa, company: "Stalla Ferraris" }, { consents, campaignName: "Veneto" }),
  );

test("answers, facts, conflicts, consents and their deliveries go; where it came from stays", async () => {
  await say();
  // One that could be of nobody, a test, and another's.
  await tell(
    k,
    submission(
      "2",
      { phone: "12", email: "x", name: "Marisa" },
      { answers: [{ name: "note", values: ["richiamare 333 1000001"] }] },
    ),
  );
  await tell(k, submission("3", marisa, { isTest: true }));
  await tell(k, submission("4", { phone: phone(2), name: "Bruno" }));
  await erase(await person());
  expect(await traces(k.sql, words)).toEqual([]);
  expect(
    await k.sql`select source, form, campaign, status, facts, answers, consents from leads order by id limit 1`,
  ).toEqual([
    {
      source: "meta_ads",
      form: "Agrisolare 2026",
      campaign: "Veneto",
      status: "created",
      facts: { source: "meta_ads", form: "Agrisolare 2026", formId: "7000000000000001", campaign: "Veneto" },
      answers: [],
      consents: [],
    },
  ]);
  expect(await k.sql`select name from leads where name is not null`).toEqual([{ name: "Bruno" }]);
});

describe("later", () => {
  beforeEach(async () => {
    await say();
    await erase(await person());
  });

  test.for([
    ["the same submission", submission("leadgen-1", { name: "Marisa Ferraris" })],
    ["the notice of it", { ...submission("leadgen-1", {}), type: "lead_notice", answers: undefined }],
    ["another, by her number", submission("9", { phone: "+39 333 1000001", email: "nuova@example.com" })],
    ["another, by her e-mail", submission("9", { phone: phone(7), email: "MARISA@ferraris.example" })],
  ] as const)("%s does nothing, and is not kept", async ([, value]) => {
    expect(await tell(k, value)).toMatchObject({ outcome: "ignored", reason: "erased" });
    expect(await traces(k.sql, [...words, "nuova@example"])).toEqual([]);
    expect(await k.sql`select count(*)::int from leads`).toEqual([{ count: 1 }]);
  });

  test("of who has that number now it is that person's; and after it was lifted, hers again", async () => {
    const { data } = await admin.client.rpc("allow_again", {
      contact: await erased(),
      reason: "Lo vuole lei",
    });
    expect(data).toBe(true);
    expect(await tell(k, submission("9", marisa))).toMatchObject({ outcome: "processed" });
    // Of what was erased with her, the keys stay.
    expect(await tell(k, submission("leadgen-1", marisa))).toMatchObject({ reason: "erased" });
  });
  const erased = async () =>
    Number((await k.sql`select id from contacts where erased_at is not null`)[0]?.id);
});

test("the days of the settings empty a submission, and nothing that sums are made of", async () => {
  await k.save("retention", {
    eventsDays: 1,
    messagesDays: null,
    mediaDays: null,
    callsDays: 1,
    leadsDays: 60,
  });
  await say();
  await k.shift(59 * 86_400_000);
  expect(await k.rpc("keep_privacy", { batch: 500 })).toMatchObject({ leads: 0 });
  await k.shift(2 * 86_400_000);
  expect(await k.rpc("keep_privacy", { batch: 500 })).toMatchObject({ leads: 1 });
  expect(await k.rpc("keep_privacy", { batch: 500 })).toMatchObject({ leads: 0 });
  expect(await k.sql`select answers, phone, email, name, campaign, consents, status from leads`).toEqual([
    { answers: [], phone: null, email: null, name: null, campaign: "Veneto", consents, status: "created" },
  ]);
});

test("what is held on a person has their submissions", async () => {
  await say();
  const contact = await person();
  const { data: begun } = await admin.client.rpc("begin_export", { contact });
  expect(begun.parts).toContain("leads");
  expect(begun.identities).toMatchObject([
    { kind: "phone" },
    { kind: "email", value: "marisa@ferraris.example" },
  ]);
  const { data } = await admin.client.rpc("export_page", { contact, part: "leads", after: 0, page_size: 10 });
  expect(data).toMatchObject([{ external_id: "leadgen-1", name: "Marisa Ferraris", consents }]);
  expect(data[0]).not.toHaveProperty("request_id");
});

test("joined and parted again, submissions go with their person, and so do e-mails", async () => {
  await tell(k, submission("a", { phone: phone(1), email: "a@example.com" }));
  await tell(k, submission("b", { phone: phone(2), email: "b@example.com" }));
  const of = async (id: string) =>
    (await k.sql`select contact_id, state from leads where external_id = ${id}`)[0];
  const [a, b] = [(await of("a"))!.contact_id, (await of("b"))!.contact_id];
  await admin.client.rpc("merge_contacts", { loser: Number(b), winner: Number(a), reason: "la stessa" });
  expect((await of("b"))?.contact_id).toBe(a);
  await tell(k, submission("b2", { email: "B@example.com" }));
  await tell(k, submission("a2", { phone: phone(1) }));
  expect(await of("b2")).toMatchObject({ contact_id: a });
  const [merge] = await k.sql`select id from contact_merges`;
  await admin.client.rpc("split_contact", { merge: Number(merge?.id), reason: "sono due" });
  for (const id of ["b", "b2"]) expect([id, (await of(id))?.contact_id]).toEqual([id, b]);
  for (const id of ["a", "a2"]) expect([id, (await of(id))?.contact_id]).toEqual([id, a]);
  expect(
    await k.sql`select contact_id, array_agg(value order by value) as values from contact_identities
      group by 1 order by 1`,
  ).toEqual([
    { contact_id: a, values: [phone(1), "a@example.com"] },
    { contact_id: b, values: [phone(2), "b@example.com"] },
  ]);
});
