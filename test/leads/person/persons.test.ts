import { afterEach, beforeEach, expect, test } from "vitest";
import { type Kit, kit } from "../../support/kit.ts";
import { submission, type Typed, tell } from "./submission.ts";

/** Whose a submission is: what is known, what was typed, and what comes of it, as one table. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

interface Case {
  /** Submitted before, one each; then the one in question. */
  known?: Typed[];
  also?: (sql: Kit["sql"]) => Promise<unknown>;
  typed: Typed;
  isTest?: true;
  /** Which of the known it is of; null: nobody's; "new": somebody new. */
  of: number | "new" | null;
  status?: "created" | "duplicate" | "error";
  /** The fields of its conflicts. */
  conflicts?: string[];
  /** What became of its ask; null: there is none. */
  ask: string | null;
  /** How many people there are then. */
  people: number;
}

const anna = { phone: "333 1234567", email: "anna@example.com", name: "Anna Bianchi" };
const bruno = { phone: "347 7654321", email: "bruno@example.com", name: "Bruno Neri" };
const sent = "default_rule";
const cases: Record<string, Case> = {
  "a phone alone": { typed: { phone: anna.phone }, of: "new", ask: sent, people: 1 },
  "an e-mail alone": { typed: { email: anna.email }, of: "new", ask: "withheld", people: 1 },
  "a phone that we know": { known: [anna], typed: { phone: anna.phone }, of: 0, ask: "covered", people: 1 },
  "an e-mail that we know": {
    known: [anna],
    typed: { email: "ANNA@Example.com " },
    of: 0,
    ask: "covered",
    people: 1,
  },
  "both of one person": { known: [anna], typed: anna, of: 0, ask: "covered", people: 1 },
  "her name the other way round, without accents": {
    known: [{ ...anna, name: "Niccolò Bianchi" }],
    typed: { ...anna, name: "BIANCHI Niccolo" },
    of: 0,
    ask: "covered",
    people: 1,
  },
  "another name at the same number": {
    known: [anna],
    typed: { ...anna, name: "Carla Verdi" },
    of: 0,
    conflicts: ["name"],
    ask: "covered",
    people: 1,
  },
  "the phone of one, the e-mail of another": {
    known: [anna, bruno],
    typed: { phone: anna.phone, email: bruno.email },
    of: 0,
    conflicts: ["email"],
    ask: "covered",
    people: 2,
  },
  "the phone of one, the e-mail of somebody known by nothing else": {
    known: [{ phone: anna.phone }, { email: anna.email, name: "Anna Bianchi" }],
    typed: anna,
    of: 0,
    ask: "covered",
    people: 1,
  },
  "the phone of one, the e-mail of another name": {
    known: [
      { phone: anna.phone, name: anna.name },
      { email: bruno.email, name: bruno.name },
    ],
    typed: { ...anna, email: bruno.email },
    of: 0,
    conflicts: ["email"],
    ask: "covered",
    people: 2,
  },
  "a second number at the same e-mail": {
    known: [anna],
    typed: { phone: bruno.phone, email: anna.email },
    of: 0,
    conflicts: ["phone"],
    ask: "covered",
    people: 1,
  },
  "a number, of somebody known by e-mail": {
    known: [{ email: anna.email }],
    typed: anna,
    of: 0,
    ask: sent,
    people: 1,
  },
  "the same shared mailbox, another number": {
    known: [{ phone: anna.phone, email: "info@azienda.it" }],
    typed: { phone: bruno.phone, email: "info@azienda.it" },
    of: "new",
    ask: sent,
    people: 2,
  },
  "a shared mailbox alone, twice": {
    known: [{ email: "info@azienda.it" }],
    typed: { email: "Info@azienda.it" },
    of: 0,
    ask: "withheld",
    people: 1,
  },
  "the twin of a number": {
    known: [{ phone: "+54 9 11 2345-6789" }],
    typed: { phone: "+54 11 2345-6789" },
    of: 0,
    ask: "fixed_line",
    people: 1,
  },
  "a fixed line": { typed: { phone: "06 12345678" }, of: "new", ask: "fixed_line", people: 1 },
  "a withheld number": { typed: { phone: "anonymous" }, of: null, status: "error", ask: null, people: 0 },
  "no number that can exist": {
    typed: { phone: "3,93331E+11" },
    of: null,
    status: "error",
    ask: null,
    people: 0,
  },
  "a test": { typed: anna, isTest: true, of: null, status: "created", ask: null, people: 0 },
  "of who stopped us": {
    known: [anna],
    also: (sql) => sql`update contacts set opted_out_at = app.now()`,
    typed: anna,
    of: 0,
    ask: "opted_out",
    people: 1,
  },
  "of who is blocked": {
    known: [anna],
    also: (sql) => sql`update contacts set blocked_at = app.now()`,
    typed: anna,
    of: 0,
    ask: "blocked",
    people: 1,
  },
  "what says nothing new, in six spellings": {
    known: ["+39 333 1234567", "0039 3331234567", "393331234567", "333-123.45.67", "(+39) 333/1234567"].map(
      (phone) => ({ phone }),
    ),
    typed: { phone: " 3331234567" },
    of: 0,
    ask: "covered",
    people: 1,
  },
};

test.each(Object.entries(cases))("%s", async (_, { known = [], also, typed, isTest, ...wanted }) => {
  for (const [n, each] of known.entries()) await tell(k, submission(`known ${n}`, each));
  await also?.(k.sql);
  const told = await tell(k, submission("in question", typed, isTest ? { isTest } : {}));
  expect(told).toMatchObject({ outcome: "processed" });
  const [lead] =
    await k.sql`select l.*, a.code, (select external_id from leads o where o.contact_id = l.contact_id
      order by o.id limit 1) as first
    from leads l left join asks a on a.origin_kind = 'lead' and a.origin_id = l.id
    where external_id = 'in question'`;
  const whose = { new: "in question", null: null }[String(wanted.of)];
  expect({
    first: lead?.first,
    status: lead?.status,
    conflicts: lead?.conflicts.map(({ field }: { field: string }) => field),
    ask: lead?.code ?? null,
    people: (await k.sql`select from contacts where merged_into is null`).length,
  }).toEqual({
    first: whose === undefined ? `known ${wanted.of}` : whose,
    status: wanted.status ?? (wanted.of === "new" ? "created" : "duplicate"),
    conflicts: wanted.conflicts ?? [],
    ask: wanted.ask,
    people: wanted.people,
  });
});

test("nothing that was known is written over", async () => {
  await tell(k, submission("1", { ...anna, company: "Stalla Bianchi" }));
  await tell(k, submission("2", { phone: anna.phone, name: "Carla Verdi", company: "Verdi srl" }));
  expect(await k.sql`select name, company from contacts`).toEqual([
    { name: "Anna Bianchi", company: "Stalla Bianchi" },
  ]);
  expect(await k.sql`select conflicts from leads where external_id = '2'`).toEqual([
    {
      conflicts: [
        { field: "name", had: "Anna Bianchi", given: "Carla Verdi" },
        { field: "company", had: "Stalla Bianchi", given: "Verdi srl" },
      ],
    },
  ]);
});
