import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addStaff } from "../../scripts/staff/add-staff.ts";
import { listStaff } from "../../scripts/staff/list-staff.ts";
import { parseArguments } from "../../scripts/staff/parse-arguments.ts";
import { removeStaff } from "../../scripts/staff/remove-staff.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { authAdminDouble } from "./auth-admin-double.ts";

let database: TestDatabase;
let auth: ReturnType<typeof authAdminDouble>;
let db: SupabaseClient;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`delete from memberships`;
  const { url, secretKey, fetch } = database.supabase;
  auth = authAdminDouble(fetch, secretKey);
  db = client(url, secretKey, auth.fetch);
});

const client = (url: string, key: string, via: typeof fetch) =>
  createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: via },
  });
const first = { email: "ada@company.example", role: "admin", workspace: "default" } as const;
const members = () => database.sql`select user_id, role from memberships order by created_at`;

describe("add", () => {
  test("makes the first member: a confirmed account with a password that is shown, and the membership", async () => {
    const said = await addStaff(db, first);
    const [account] = auth.accounts;
    expect(account).toMatchObject({ email: "ada@company.example", email_confirmed: true });
    expect(said).toEqual([
      "ada@company.example is admin of default.",
      `Password, shown only now: ${account?.password}`,
    ]);
    // Whatever the project asks of passwords: 8 to 72 characters, of all four kinds.
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^a-z0-9]/i, /^.{8,72}$/]) {
      expect(account?.password).toMatch(kind);
    }
    expect([...(await members())]).toEqual([{ user_id: account?.id, role: "admin" }]);
  });

  test("of an account that exists changes the role and leaves the password alone", async () => {
    await addStaff(db, first);
    const password = auth.accounts[0]?.password;
    const said = await addStaff(db, { ...first, role: "manager" });
    expect(said).toEqual([
      "ada@company.example is manager of default.",
      "The account was there already: its password stays.",
    ]);
    expect(auth.accounts.map((account) => account.password)).toEqual([password]);
    expect((await members()).map(({ role }) => role)).toEqual(["manager"]);
  });

  test("to a workspace that does not exist makes no account", async () => {
    await expect(addStaff(db, { ...first, workspace: "defualt" })).rejects.toThrow(
      'There is no workspace "defualt": there is default.',
    );
    expect(auth.accounts).toEqual([]);
  });

  test("with a key that Supabase refuses says which one to copy", async () => {
    const { url, fetch } = database.supabase;
    const other = client(url, "sb_secret_of-another-project", authAdminDouble(fetch, "sb_secret_x").fetch);
    await expect(addStaff(other, first)).rejects.toThrow("refuses SUPABASE_SECRET_KEY");
    const swapped = client(url, database.supabase.publishableKey, auth.fetch);
    await expect(addStaff(swapped, first)).rejects.toThrow("SUPABASE_SECRET_KEY is not the secret key");
  });

  test("on the Supabase of `npm run dev` too, with a name for colleagues", async () => {
    const email = "embedded@company.example";
    const [, password] = await addStaff(database.service, { ...first, email, name: "Ada Rossi" });
    expect(password).toMatch(/^Password, shown only now: /);
    expect(await listStaff(database.service)).toEqual([
      `${email}  admin  default  last sign-in never  Ada Rossi`,
    ]);
    expect((await addStaff(database.service, { ...first, email }))[1]).toContain("its password stays");
  });
});

describe("list", () => {
  test("shows address, role and last sign-in, and how to begin when there is nobody", async () => {
    expect(await listStaff(db)).toEqual(["Nobody yet: npm run staff -- add EMAIL --role admin"]);
    await addStaff(db, first);
    await addStaff(db, { email: "seen@company.example", role: "agent", workspace: "default" });
    expect(await listStaff(db)).toEqual([
      "ada@company.example   admin      default  last sign-in never",
      "seen@company.example  assistant  default  last sign-in 2026-11-20",
    ]);
  });

  test("finds an account beyond the first thousand", async () => {
    for (let n = 0; n < 1000; n++) {
      const filler = {
        id: crypto.randomUUID(),
        email: `n${n}@x.example`,
        password: "",
        email_confirmed: true,
      };
      auth.accounts.push(filler);
    }
    await addStaff(db, first);
    expect(await listStaff(db)).toEqual([expect.stringContaining("ada@company.example")]);
    expect((await addStaff(db, first))[1]).toContain("its password stays");
  });

  test("names members whose account is gone by their id", async () => {
    await addStaff(db, first);
    const id = auth.accounts[0]?.id;
    auth.accounts.length = 0;
    expect(await listStaff(db)).toEqual([
      expect.stringContaining(`${id}  admin  default  the account is gone`),
    ]);
  });
});

describe("remove", () => {
  test("takes the membership and keeps the account; a second time there is nothing to take", async () => {
    await addStaff(db, first);
    expect(await removeStaff(db, first)).toEqual([
      "ada@company.example is no longer a member of default.",
      expect.stringContaining("The account itself stays"),
    ]);
    expect(await members()).toHaveLength(0);
    expect(auth.accounts).toHaveLength(1);
    await expect(removeStaff(db, first)).rejects.toThrow("ada@company.example is no member of default.");
  });

  test("shuts an open session out at once", async () => {
    const staff = await database.createStaff({ role: "agent" });
    const reads = async () => (await staff.client.from("channels").select("id")).data?.length;
    expect(await reads()).toBe(1);
    await database.service.rpc("remove_member", { workspace: "default", user_id: staff.userId });
    expect(await reads()).toBe(0);
  });

  test("of an unknown address or workspace says so", async () => {
    await expect(removeStaff(db, { email: "who@x.example", workspace: "default" })).rejects.toThrow(
      "There is no account who@x.example",
    );
    await addStaff(db, first);
    await expect(removeStaff(db, { ...first, workspace: "other" })).rejects.toThrow(
      'There is no workspace "other".',
    );
  });
});

describe("arguments", () => {
  test("are read in any order, the address in lower case", () => {
    expect(
      parseArguments(["--role", "admin", "add", "Ada@Company.Example", "--name", " Ada Rossi "]),
    ).toEqual({
      verb: "add",
      email: "ada@company.example",
      role: "admin",
      workspace: "default",
      name: "Ada Rossi",
    });
    expect(parseArguments(["list"])).toEqual({ verb: "list" });
    expect(parseArguments(["remove", "a@b.example", "--workspace", "north"])).toEqual({
      verb: "remove",
      email: "a@b.example",
      workspace: "north",
    });
  });

  test.each([
    [[], "npm run staff -- add EMAIL"],
    [["invite", "a@b.example"], "npm run staff -- add EMAIL"],
    [["add"], "Give an e-mail address: npm run staff -- add"],
    [["add", "ada"], "Give an e-mail address"],
    [["add", "a@b.example"], "Give --role with one of agent (assistant), manager, admin."],
    [["add", "a@b.example", "--role", "owner"], "Give --role with one of agent (assistant), manager, admin."],
    [["add", "a@b.example", "c@d.example", "--role", "admin"], '"c@d.example" is one word too many'],
    [["add", "a@b.example", "--rolle", "admin"], "Unknown option '--rolle'"],
  ])("%j says what is missing", (given, expected) => {
    expect(() => parseArguments(given)).toThrow(expected);
  });
});
