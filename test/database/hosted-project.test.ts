import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HostedProject, startHostedProject } from "./hosted-project.ts";

/** The migrations on a project with nothing but what Supabase gives it, run by a role that is no superuser. */
let project: HostedProject;

beforeAll(async () => {
  project = await startHostedProject();
}, 30_000);
afterAll(() => project.close());

/** One statement as the Data API runs it. */
const as = (role: string, statement: string) =>
  project.owner.begin(async (sql) => {
    await sql.unsafe(`set local role ${role}`);
    return [...(await sql.unsafe(statement))];
  });

test("all apply in one go to a project whose postgres is no superuser, and a second time there is nothing to do", async () => {
  const [me] = await project.owner`select rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
  expect(me).toEqual({ rolsuper: false, rolbypassrls: true });
  const files = await readdir(join(import.meta.dirname, "..", "..", "supabase", "migrations"));
  expect(project.applied).toEqual(files.filter((file) => file.endsWith(".sql")).sort());
  expect(await project.migrate()).toEqual([]);
});

test("what production needs is there without a seed: a workspace, its channel, the text of the follow-up", async () => {
  expect(await as("service_role", "select key from public.workspaces")).toEqual([{ key: "default" }]);
  expect(await as("service_role", "select vendor from public.channels")).toEqual([{ vendor: "wasender" }]);
  expect(await as("service_role", "select from public.whatsapp_templates")).not.toEqual([]);
});

test("nobody but the roles that call them may execute functions: they are closed at birth", async () => {
  await project.owner.unsafe("create function public.left_open() returns integer language sql as 'select 1'");
  const [open] = await project.owner`
    select has_function_privilege('anon', 'public.left_open()', 'execute') as anon`;
  expect(open).toEqual({ anon: false });
  await project.owner.unsafe("drop function public.left_open()");
  const callable = await project.owner`
    select p.oid::regprocedure::text as signature from pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'app'::regnamespace)
      and has_function_privilege('anon', p.oid, 'execute')`;
  expect([...callable]).toEqual([]);
});

test("the service walks the clock, the members and the health check without owning anything", async () => {
  const user = "7d5a3a52-4cc6-4df0-9f2b-0c1de6a1b001";
  await as("service_role", "select public.tick()");
  expect(await as("service_role", "select public.migration_version() as v")).toEqual([
    { v: project.applied.at(-1)?.split("_")[0] },
  ]);
  await as("service_role", `select public.add_member('default', '${user}', 'admin')`);
  const facts = await as("service_role", "select public.deployment_facts() as f");
  expect(facts[0]?.f).toMatchObject({
    members: 1,
    admins: 1,
    channels: [{ name: "WhatsApp", state: "active" }],
  });
  const remove = `select public.remove_member('default', '${user}') as was_member`;
  expect(await as("service_role", remove)).toEqual([{ was_member: true }]);
  expect(await as("service_role", remove)).toEqual([{ was_member: false }]);
});

test("staff read as themselves, and an account without a membership reads nothing", async () => {
  const user = "7d5a3a52-4cc6-4df0-9f2b-0c1de6a1b002";
  const read = (sub: string) =>
    project.owner.begin(async (sql) => {
      await sql`select set_config('request.jwt.claims', ${JSON.stringify({ sub, role: "authenticated" })}, true)`;
      await sql.unsafe("set local role authenticated");
      return (await sql`select public.monitor_snapshot(50) -> 'workspace' ->> 'name' as name`)[0]?.name;
    });
  expect(await read(user)).toBeNull();
  await as("service_role", `select public.add_member('default', '${user}', 'agent')`);
  expect(await read(user)).toBe("Default");
});
