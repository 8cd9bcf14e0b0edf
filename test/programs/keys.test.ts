import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApiKey } from "../../lib/base/api-key.ts";
import { maskText } from "../../lib/base/mask-personal.ts";
import { redactBody, redactText } from "../../lib/base/redact.ts";
import { staffFunctions } from "../access/catalogue.ts";
import { phone } from "../support/kit.ts";
import { type Programs, programs, workspaceOf } from "./stage.ts";

let p: Programs;
beforeEach(async () => {
  p = await programs();
});
afterEach(() => p.k.product.close());

const door = (hash: string, verb: string, args: object = {}) =>
  p.k.product.db.service.rpc("as_program", { key_hash: hash, verb, args });

describe("a key", () => {
  test("is kept as a hash, and nobody reads that", async () => {
    const { key, hash } = await p.key("agent");
    expect(key).toMatch(/^aftercall_[\w-]{43}$/);
    const rows = JSON.stringify(await p.k.sql`select * from api_keys`);
    expect(rows).not.toContain(key);
    expect(rows).toContain(hash);
    expect((await p.admin.client.from("api_keys").select("name, prefix")).data).toEqual([
      { name: "Gestionale agent", prefix: key.slice(0, 16) },
    ]);
    expect((await p.admin.client.from("api_keys").select("hash")).error?.code).toBe("42501");
    const manager = await p.k.product.db.createStaff({ role: "manager" });
    expect((await manager.client.from("api_keys").select("name")).data).toEqual([]);
  });

  test("that is unknown, of another shape, or revoked opens nothing: 401", async () => {
    const { key, id } = await p.key("admin");
    const unauthorized = {
      status: 401,
      body: { success: false, error: { code: "unauthorized", message: expect.any(String) } },
    };
    const { key: unknown } = createApiKey();
    for (const bad of [unknown, "aftercall_short", `${key}x`, null]) {
      expect(await p.ask("/whatsapp/messages", bad)).toEqual(unauthorized);
    }
    expect((await p.ask("/whatsapp/messages", key)).status).toBe(200);
    const { error } = await p.admin.client.rpc("revoke_api_key", { workspace: p.workspace, key: id });
    expect(error).toBeNull();
    expect(await p.ask("/whatsapp/messages", key)).toEqual(unauthorized);
    expect(await p.ask("/conversations", key)).toMatchObject({
      status: 401,
      body: { error: { message: expect.stringContaining("revoked") } },
    });
    expect((await p.post("/whatsapp/send/text", key, { to: phone(1), message: "x" })).status).toBe(401);
    // Nor where the service acts in its name.
    const saved = await p.k.product.db.service.rpc("save_settings", {
      ...{ workspace: p.workspace, kind: "cooldown", value: { hours: 1 }, expected_version: 0, actor: id },
    });
    expect(saved.error?.code).toBe("42501");
  });

  test("says when it was last used, at most once a minute", async () => {
    const { key, id } = await p.key("agent");
    const used = async () =>
      (await p.k.sql`select last_used_at from api_keys where id = ${id}`)[0]!.last_used_at;
    expect(await used()).toBeNull();
    await Promise.all(Array.from({ length: 10 }, () => p.ask("/whatsapp/messages", key)));
    const first = await used();
    expect(first).not.toBeNull();
    await p.k.shift(50_000);
    await p.ask("/whatsapp/messages", key);
    expect(await used()).toEqual(first);
    await p.k.shift(20_000);
    await p.ask("/whatsapp/messages", key);
    expect(await used()).not.toEqual(first);
  });

  test("is made and revoked by admins only, in the log, and by no program", async () => {
    const { hash, id } = await p.key("admin");
    const { hash: other, prefix } = createApiKey();
    const args = { workspace: p.workspace, name: "x", role: "admin", prefix, hash: other };
    const manager = await p.k.product.db.createStaff({ role: "manager" });
    expect((await manager.client.rpc("make_api_key", args)).error?.code).toBe("42501");
    expect(
      (await manager.client.rpc("revoke_api_key", { workspace: p.workspace, key: id })).error?.code,
    ).toBe("42501");
    expect((await door(hash, "make_api_key", args)).error?.code).toBe("42501");
    await p.admin.client.rpc("revoke_api_key", { workspace: p.workspace, key: id });
    await p.admin.client.rpc("revoke_api_key", { workspace: p.workspace, key: id });
    const log = await p.k
      .sql`select action, user_id, subject_id from audit_log where subject_kind = 'api_key' order by id`;
    expect(log.map(({ action }) => action)).toEqual(["api_key_made", "api_key_revoked"]);
    expect(log.every((row) => row.user_id === p.admin.userId && row.subject_id === id)).toBe(true);
  });

  test("is in no log and no kept body", () => {
    const { key } = createApiKey();
    expect(maskText(`bad ${key}!`)).not.toContain(key.slice(10));
    expect(JSON.stringify(redactBody({ note: `con ${key}` }, []))).not.toContain(key);
    expect(redactText(`note ${key}`, [])).not.toContain(key);
  });
});

describe("a program", () => {
  test("acts in its own company only, with its role", async () => {
    await p.called(1);
    await p.k.sql`insert into workspaces (key, name) values ('altra', 'Altra')`;
    const neighbour = await p.k.product.db.createStaff({ workspace: "altra", role: "admin" });
    const theirs = await workspaceOf(p.k, neighbour);
    const other = await p.key("admin", neighbour, theirs);
    expect((await p.ask("/whatsapp/messages", other.key)).body.messages).toEqual([]);
    expect((await p.ask("/conversations?view=all", other.key)).body.conversations).toEqual([]);
    for (const [verb, args] of [
      ["send_to_number", { phone: phone(1), body: "x" }],
      ["note_consent_export", {}],
    ] as const) {
      expect((await door(other.hash, verb, { workspace: p.workspace, ...args })).error?.code).toBe("42501");
    }
    expect((await door(other.hash, "message_list", { workspace: p.workspace, page_size: 9 })).data).toEqual(
      [],
    );
    expect((await door(other.hash, "template_list", { workspace: p.workspace })).data).toEqual([]);
    const agent = await p.key("agent");
    expect((await door(agent.hash, "note_consent_export", { workspace: p.workspace })).error?.code).toBe(
      "42501",
    );
  });

  test("calls nothing that is not listed, nor with arguments that are not the verb's", async () => {
    const { hash } = await p.key("admin");
    const [{ verbs } = { verbs: [] }] = await p.k.sql<
      { verbs: string[] }[]
    >`select app.program_verbs() as verbs`;
    expect(verbs.filter((verb) => !(verb in staffFunctions))).toEqual([]);
    for (const verb of Object.keys(staffFunctions).filter((name) => !verbs.includes(name))) {
      expect([verb, (await door(hash, verb)).error?.code]).toEqual([verb, "42501"]);
    }
    for (const verb of ["as_program", "save_settings", "whoami()--", "", "pg_sleep"]) {
      expect((await door(hash, verb)).error?.code).toBe("42501");
    }
    const bad = await door(hash, "read_settings", { 'kind" => 1); drop table x --': "a" });
    expect(bad.error?.code).toBe("42883");
    expect((await door(hash, "whoami")).data).toMatchObject({ role: "admin", workspace: p.workspace });
  });

  test("does not open the door itself, as a member or as a stranger", async () => {
    const { hash } = await p.key("admin");
    for (const name of ["as_program", "open_program"]) {
      const { error } = await p.admin.client.rpc(name, { key_hash: hash, verb: "whoami", args: {} });
      expect(error?.code).toBe("42501");
    }
  });

  test("has no pages, and is named where it wrote", async () => {
    const { key, id } = await p.key("admin");
    await p.post("/whatsapp/send/text", key, { to: phone(1), message: "Buongiorno" });
    expect((await p.outbox())[0]?.sent_by).toBe(id);
    const { data } = await p.admin.client.rpc("staff_names");
    expect(data).toContainEqual({ userId: id, name: "Gestionale admin", email: null, role: null });
    const page = await p.k.product.doors.monitor.request("http://aftercall.test/monitor/settings/programs", {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(page.status).toBe(403);
  });
});
