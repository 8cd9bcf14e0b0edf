import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DevFile } from "../../scripts/dev/dev-file.ts";
import { type DevPorts, type DevRun, freeDevPorts, startDev } from "../support/dev-process.ts";

/** One after the other on one data folder, as a day of work goes: start, look, stop, start again, start fresh. */
describe("npm run dev", { timeout: 60_000 }, () => {
  let dataDir: string;
  let ports: DevPorts;
  let dev: DevRun;
  let file: DevFile;
  let staffId: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "aftercall-dev-"));
    ports = await freeDevPorts();
    dev = startDev({ ...ports, DATA_DIR: dataDir });
    file = await dev.ready;
  }, 60_000);
  afterAll(async () => {
    dev.kill("SIGTERM");
    await dev.ended;
    await rm(dataDir, { recursive: true });
  });

  const staffUserId = async () => {
    const client = createClient(file.supabaseUrl, file.publishableKey, { auth: { persistSession: false } });
    const { data, error } = await client.auth.signInWithPassword(file.staff);
    if (error) throw error;
    return data.user.id;
  };

  test("says where everything is, on screen and in dev.json", async () => {
    expect(Object.keys(file).sort()).toEqual(
      [
        "apiKey",
        "cloudtalkSigningSecret",
        "cloudtalkWebhookSecret",
        "cronSecret",
        "cunnektWebhookToken",
        "googleLeadsKey",
        "members",
        "metaAppSecret",
        "metaVerifyToken",
        "publishableKey",
        "secretKey",
      ].concat(["simulatorUrl", "staff", "supabaseUrl", "url", "whatsappWebhookSecret"]),
    );
    expect(file.url).toBe(`http://127.0.0.1:${ports.PORT}`);
    expect(file.cloudtalkSigningSecret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
    for (const part of [`${file.url}/monitor`, file.simulatorUrl, file.staff.email, file.staff.password]) {
      expect(dev.output()).toContain(part);
    }
    expect((await stat(join(dataDir, "dev.json"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, "secrets.json"))).mode & 0o777).toBe(0o600);
  });

  test("serves the doors, Supabase, the simulator and the clock", async () => {
    expect((await fetch(`${file.url}/api/health`)).status).toBe(200);
    expect((await fetch(file.simulatorUrl)).status).toBe(200);
    expect((await fetch(`${file.url}/api/clock`, { method: "POST" })).status).toBe(401);
    const headers = { authorization: `Bearer ${file.cronSecret}` };
    expect((await fetch(`${file.url}/api/clock`, { method: "POST", headers })).status).toBe(200);
    const program = { headers: { authorization: `Bearer ${file.apiKey}` } };
    expect((await fetch(`${file.url}/api/whatsapp/messages`, program)).status).toBe(200);
    // Without a length, as tunnels send it: the body limit then copies the request.
    const body = new Blob(["{}"]).stream();
    const chunked = { method: "POST", body, duplex: "half" } as RequestInit;
    expect((await fetch(`${file.url}/api/whatsapp-webhook`, chunked)).status).toBe(401);
    const client = createClient(file.supabaseUrl, file.secretKey);
    const { data } = await client.from("memberships").select("user_id, role");
    staffId = await staffUserId();
    expect(data?.map(({ role }) => role)).toEqual(["agent", "manager", "admin"]);
    expect(data).toContainEqual({ user_id: staffId, role: "admin" });
  });

  test("signs each member in by a link, once", async () => {
    const links = dev.output().match(/http:\/\/\S+\/dev\/sign-in\/\S+/g) ?? [];
    expect([links.length, file.members.map(({ role }) => role)]).toEqual([3, ["agent", "manager", "admin"]]);
    const first = await fetch(links[0]!, { redirect: "manual" });
    expect([first.status, first.headers.get("location")]).toEqual([303, `${file.url}/monitor`]);
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    expect(await (await fetch(`${file.url}/monitor/me`, { headers: { cookie } })).text()).toContain(
      file.members[0]!.email,
    );
    expect((await fetch(links[0]!, { redirect: "manual" })).status).toBe(410);
  });

  test("refuses a second dev on the same data folder", async () => {
    const second = startDev({ ...(await freeDevPorts()), DATA_DIR: dataDir });
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(
      /^Another dev \(process \d+\) uses .*: stop it, or set DATA_DIR to another folder\.\n$/,
    );
  });

  test("stops on SIGINT, with exit code 0 and everything it started", async () => {
    dev.kill("SIGINT");
    expect(await dev.ended).toBe(0);
    for (const url of [file.url, file.supabaseUrl, file.simulatorUrl]) {
      await expect(fetch(url)).rejects.toThrow();
    }
    expect((await readdir(dataDir)).sort()).toEqual(["pglite", "secrets.json"]);
  });

  test("keeps the data and the secrets when started again", async () => {
    const before = file;
    dev = startDev({ ...ports, DATA_DIR: dataDir });
    file = await dev.ready;
    expect(file).toEqual(before);
    expect(await staffUserId()).toBe(staffId);
  });

  test("leaves no process behind when it is killed outright, and starts again after it", async () => {
    dev.kill("SIGKILL");
    expect(await dev.ended).toBe("SIGKILL");
    dev = startDev({ ...ports, DATA_DIR: dataDir }, "--fresh");
    file = await dev.ready;
  });

  test("has started empty with --fresh, with the same keys", async () => {
    expect(await staffUserId()).not.toBe(staffId);
  });
});

describe("npm run dev says in one sentence", () => {
  const told = async (env: Record<string, string>, ...args: string[]) => {
    const dataDir = await mkdtemp(join(tmpdir(), "aftercall-dev-"));
    const dev = startDev({ ...(await freeDevPorts()), DATA_DIR: dataDir, ...env }, ...args);
    const code = await dev.ended;
    await rm(dataDir, { recursive: true });
    return { code, output: dev.output() };
  };

  test("which port is taken and which variable changes it", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const { port } = holder.address() as { port: number };
    for (const name of ["PORT", "SUPABASE_PORT", "SIMULATOR_PORT"]) {
      const output = `Port ${port} is taken: stop what uses it, or set ${name} to another port.\n`;
      expect(await told({ [name]: String(port) })).toEqual({ code: 1, output });
    }
    await new Promise((resolve) => holder.close(resolve));
  });

  test("which variable is malformed", async () => {
    const output = 'PORT is "abc": give a port from 1 to 65535.\n';
    expect(await told({ PORT: "abc" })).toEqual({ code: 1, output });
  });

  test("that an option is unknown", async () => {
    const { code, output } = await told({}, "--frehs");
    expect([code, output.split("\n")[0]]).toEqual([1, "Unknown option --frehs."]);
  });
});
