import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DoorServer } from "../../scripts/dev/door-server.ts";
import { freePort } from "../support/free-port.ts";

const root = join(import.meta.dirname, "..", "..");

/** The dev server over a small product of its own, so that the tests may break its code. */
describe("while the code is being edited, the doors", () => {
  let folder: string;
  let url: string;
  let doors: DoorServer;

  const write = (path: string, code: string) => writeFile(join(folder, path), code);
  const answer = async () => (await fetch(`${url}/api/word`)).text();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "aftercall-reload-"));
    await cp(join(root, "scripts"), join(folder, "scripts"), { recursive: true });
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    for (const name of ["api", "lib", "public"]) await mkdir(join(folder, name));
    await write("package.json", '{ "type": "module" }');
    await write("vercel.json", "{}");
    await write("lib/word.ts", 'export const word: string = "one";');
    await write(
      "api/word.ts",
      `import { waitUntil } from "@vercel/functions";
       import { word } from "../lib/word.ts";
       export default {
         fetch(request: Request) {
           if (request.url.endsWith("?crash")) setImmediate(() => { throw new Error("crash on purpose"); });
           waitUntil(Promise.reject(new Error("in the background, on purpose")));
           return new Response(word);
         },
       };`,
    );
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const copy = pathToFileURL(join(folder, "scripts", "dev", "door-server.ts")).href;
    const module = (await import(copy)) as { DoorServer: typeof DoorServer };
    doors = new module.DoorServer(port, process.env, "ignore");
  });
  afterAll(async () => {
    await doors.stop();
    await rm(folder, { recursive: true });
  });

  test("take up the new code", async () => {
    expect(await doors.reload()).toBeNull();
    expect(await answer()).toBe("one");
    await write("lib/word.ts", 'export const word: string = "two";');
    expect(await doors.reload()).toBeNull();
    expect(await answer()).toBe("two");
  });

  test("go on with the old code when the new does not load, and say where", async () => {
    await write("lib/word.ts", "export const word: = ;");
    expect(await doors.reload()).toMatch(/lib\/word\.ts:1/);
    expect(await answer()).toBe("two");
    await write("lib/word.ts", 'export const word: string = "three";');
    expect(await doors.reload()).toBeNull();
    expect(await answer()).toBe("three");
  });

  test("outlive an error in the background, and come back after a crash", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    await fetch(`${url}/api/word?crash`).catch(() => {});
    await expect
      .poll(() => told.mock.calls.flat())
      .toContainEqual(expect.stringContaining("ended unexpectedly"));
    await expect.poll(() => answer().catch(() => "away"), { timeout: 10_000 }).toBe("three");
  });
});
