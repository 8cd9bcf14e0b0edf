import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

/** Members as the database keeps them. */
let product: Product;
let workspace: string;
beforeEach(async () => {
  product = await createProduct();
  workspace = (await product.db.sql`select id from workspaces where key = 'default'`)[0]!.id;
});
afterEach(() => product.close());

test("of two admins who remove each other at once one stays", async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, other] = await Promise.all([admin(), admin()]);
    const removed = await Promise.all([remove(one, other), remove(other, one)]);
    expect(removed.filter((code) => code === null)).toHaveLength(1);
    expect(removed.filter((code) => code === "42501")).toHaveLength(1);
  }
  async function remove(by: Staff, whom: Staff) {
    const { error } = await by.client.rpc("dismiss_member", { workspace, member: whom.userId });
    return error?.code ?? null;
  }
});

const admin = () => product.db.createStaff({ role: "admin" });

describe("the agent of a call", () => {
  test.for([
    [{ agentName: "Ferri Giulia" }, "giulia"],
    [{ agentName: "  giulia  FERRI " }, "giulia"],
    [{ agentName: "Ct Davide" }, "davide"],
    [{ agentName: "Davide Riva" }, null],
    [{ agentEmail: "S.Rossi@CloudTalk.example", agentName: "chiunque" }, "samuela"],
    [{ agentName: "Samuela Rossi" }, "samuela"],
    [{ agentName: "Marco Doppio" }, null],
    [{ agentName: "Nessuno" }, null],
    [{ agentName: null, agentEmail: null }, null],
    [{}, null],
  ] as const)("%j is %s", async ([facts, expected]) => {
    const { sql } = product.db;
    const people: [string, string, string | null][] = [
      ["giulia", "Giulia Ferri", null],
      ["davide", "Davide Riva", "CT Davide"],
      ["samuela", "Samuela Rossi", "s.rossi@cloudtalk.example"],
      ["marco", "Marco Doppio", null],
      ["marco2", "Doppio Marco", null],
    ];
    const ids = new Map<string, string>();
    for (const [key, name, callsAs] of people) {
      const [row] = await sql`insert into memberships (workspace_id, user_id, role, name, calls_as)
        values (${workspace}, gen_random_uuid(), 'agent', ${name}, ${callsAs}) returning user_id`;
      ids.set(key, row!.user_id);
    }
    const [found] = await sql`select app.member_of_agent(${workspace}, ${sql.json(facts)}) as id`;
    expect(found!.id).toBe(expected && ids.get(expected));
  });
});

test("colleagues are read by name, else by what stands before the @", async () => {
  const { sql } = product.db;
  const staff = await product.db.createStaff({ role: "agent" });
  const names = async () =>
    (await staff.client.rpc("staff_names")).data as { name: string; role: string | null }[];
  expect(await names()).toMatchObject([{ name: staff.email.split("@")[0], email: staff.email }]);
  await sql`update memberships set name = 'Ada Rossi'`;
  expect(await names()).toMatchObject([{ name: "Ada Rossi", role: "agent" }]);
  await sql`insert into former_members (workspace_id, user_id, name) values (${workspace}, gen_random_uuid(), 'Ex')`;
  expect((await names()).map(({ name, role }) => [name, role]).toSorted()).toEqual([
    ["Ada Rossi", "agent"],
    ["Ex", null],
  ]);
});
