import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PgliteConnection } from "@supabase/lite/pglite";
import { createPostgresConnection, type PostgresConnection } from "@supabase/lite/postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openPglite } from "../../scripts/platform/open-pglite.ts";
import { prepareDatabase } from "../../scripts/platform/prepare-database.ts";
import { sqlDatabase } from "../../scripts/platform/sql-session.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

const publicTables = `select relname from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by relname`;
const publicFunctions = `select oid::regprocedure::text as signature from pg_proc
  where pronamespace = 'public'::regnamespace order by 1`;

// A cluster in WebAssembly takes seconds to set up, on a busy machine many.
describe("the migrations of the product", { timeout: 90_000 }, () => {
  let database: TestDatabase;
  let pglite: PgliteConnection;

  beforeAll(async () => {
    database = await createTestDatabase();
    pglite = await openPglite();
  });
  afterAll(async () => {
    await Promise.all([database.close(), pglite.close()]);
  });

  test("make the same tables and functions on PGlite and on Postgres, and nothing when repeated", async () => {
    const { applied } = await prepareDatabase(pglite);
    expect(applied.length).toBeGreaterThan(0);
    const local = sqlDatabase(pglite);
    expect(await local.query(publicTables)).toEqual([...(await database.sql.unsafe(publicTables))]);
    expect(await local.query(publicFunctions)).toEqual([...(await database.sql.unsafe(publicFunctions))]);
    expect((await prepareDatabase(pglite)).applied).toEqual([]);
  });

  test("are recorded with their version, name and statements", async () => {
    const rows = await sqlDatabase(pglite).query<{ statements: number }>(
      `select version, name, cardinality(statements) as statements
       from supabase_migrations.schema_migrations order by version`,
    );
    expect(rows[0]).toMatchObject({ version: "20261130120000", name: "first" });
    expect(rows.every((row) => row.statements > 0)).toBe(true);
  });

  test("are the only thing that grants tables to the Data API's roles", async () => {
    const grants = () => database.sql`
      select relname, relacl::text from pg_class where relnamespace = 'public'::regnamespace order by relname`;
    const before = await grants();
    await database.service.from("workspaces").select();
    expect([...(await grants())]).toEqual([...before]);
  });
});

describe("a folder of migrations", () => {
  let folder: string;
  let database: TestDatabase;
  let connection: PostgresConnection;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "aftercall-migrations-"));
    await mkdir(join(folder, "migrations"));
    database = await createTestDatabase();
    connection = createPostgresConnection({
      url: database.url,
      postgresOptions: { max: 1, onnotice: () => {} },
    });
  });
  afterEach(async () => {
    await connection.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  const write = (name: string, sql: string) => writeFile(join(folder, "migrations", name), sql);
  const prepare = () => prepareDatabase(connection, { supabaseFolder: folder, seed: true });

  test("is applied in order, then only what is new; the seed runs once, after it", async () => {
    await write("1002_b.sql", "insert into public.toys values ('second; not split -- here');");
    await write("1001_a.sql", "create table public.toys (t text);\n");
    await writeFile(join(folder, "seed.sql"), "insert into public.toys values ('seed')");
    expect((await prepare()).applied).toEqual(["1001_a.sql", "1002_b.sql"]);
    expect((await prepare()).applied).toEqual([]);
    const rows = await database.sql`select t from public.toys`;
    expect([...rows]).toEqual([{ t: "second; not split -- here" }, { t: "seed" }]);
  });

  test("that fails names the file, the line and the statement, and leaves nothing of that file", async () => {
    await write("1001_good.sql", "create table public.kept ();");
    await write("1002_bad.sql", "create table public.gone ();\n\n-- why\ncreate table\n  public.kept ();");
    await expect(prepare()).rejects.toThrow(
      /1002_bad\.sql, line 4: relation "kept" already exists, in the statement "create table"\.$/,
    );
    const [row] = await database.sql`
      select to_regclass('public.kept')::text as kept, to_regclass('public.gone')::text as gone`;
    expect(row).toEqual({ kept: "kept", gone: null });
  });

  test("that fails inside a statement names the line within it", async () => {
    await write("1001_bad.sql", "-- first\nselect 1;\nselect\n  2,\n  nothing;");
    await expect(prepare()).rejects.toThrow(/1001_bad\.sql, line 5: column "nothing" does not exist/);
  });

  test("whose file has no number is refused", async () => {
    await write("later.sql", "select 1");
    await expect(prepare()).rejects.toThrow("Rename the migration later.sql to <digits>_<name>.sql");
  });
});
