import { afterEach, beforeEach, expect, test } from "vitest";
import { inbound, phone } from "../support/kit.ts";
import { type Programs, programs } from "./stage.ts";

let p: Programs;
let manager: string;
let agent: string;
beforeEach(async () => {
  p = await programs();
  manager = (await p.key("manager")).key;
  agent = (await p.key("agent")).key;
});
afterEach(() => p.k.product.close());

test("messages by number, direction and state, page by page", async () => {
  for (const n of [1, 2, 3]) await p.k.wa(inbound(n, `ciao ${n}`));
  await p.post("/whatsapp/send/text", agent, { to: phone(1), message: "Eccomi" });
  const list = async (query: string) => (await p.ask(`/whatsapp/messages${query}`, agent)).body;
  const bodies = async (query: string) => (await list(query)).messages.map((m: { body: string }) => m.body);
  expect(await bodies("?to=333 000 0001&limit=5")).toEqual([]);
  expect(await bodies(`?to=${phone(1).slice(3)}`)).toEqual(["Eccomi", "ciao 1"]);
  expect(await bodies("?status=queued")).toEqual(["Eccomi"]);
  expect(await bodies("?direction=in")).toEqual(["ciao 3", "ciao 2", "ciao 1"]);
  const first = await list("?limit=3");
  expect(first).toMatchObject({ success: true, next: first.messages[2].id });
  expect(await list(`?limit=3&before=${first.next}`)).toMatchObject({
    messages: [{ body: "ciao 1" }],
    next: null,
  });
  for (const query of ["?to=x", "?status=lost", "?direction=up", "?before=x", "?limit=0", "?limit=999"]) {
    expect(await p.ask(`/whatsapp/messages${query}`, agent)).toMatchObject({
      status: 400,
      body: { success: false, error: { field: /\w+/.exec(query)![0] } },
    });
  }
});

test("the company's texts, with what their vendor says of them", async () => {
  await p.k.sql`
    insert into whatsapp_template_states (channel_id, template_id, workspace_id, vendor_id, vendor_name, state, reason, version)
    select ${p.k.channel}, id, workspace_id, '9', 'v2', 'rejected', 'too loud', version
    from whatsapp_templates where key = 'follow_up'`;
  const { status, body } = await p.ask("/whatsapp/templates", agent);
  expect([status, body.success]).toEqual([200, true]);
  expect(body.templates).toContainEqual(
    expect.objectContaining({
      name: "follow_up",
      language: "it",
      variables: ["agent_first_name"],
      states: [{ channel: p.k.channel, name: "v2", state: "rejected", reason: "too loud" }],
    }),
  );
});

test("settings are read by all, set by managers, and hold no secret", async () => {
  const before = await p.ask("/whatsapp/settings", agent);
  expect(before.body).toMatchObject({
    success: true,
    company: { country: "IT", timeZone: "Europe/Rome" },
    channels: [{ id: p.k.channel, vendor: "wasender", takesFirstContacts: true }],
    settings: { cooldown: { version: 0, value: { hours: 24 } } },
  });
  expect(JSON.stringify(before.body)).not.toMatch(/credential|secret|token|account/i);
  const set = (token: string, body: object) => p.post("/whatsapp/settings", token, body);
  expect((await set(agent, { cooldown: { hours: 5 } })).status).toBe(403);
  expect(await set(manager, { cooldown: { hours: 5 } })).toMatchObject({
    status: 200,
    body: { settings: { cooldown: { version: 1, value: { hours: 5 } } } },
  });
  const bad = [
    [{}, 400],
    [{ retention: {} }, 400],
    [{ cooldown: { hours: -1 } }, 422],
    [{ cooldown: { hours: 6 }, versions: { cooldown: 0 } }, 409],
    // Nothing is saved where one is wrong.
    [{ cooldown: { hours: 7 }, reminders: { enabled: "yes" } }, 422],
  ] as const;
  for (const [body, status] of bad) {
    expect([body, (await set(manager, body)).status]).toEqual([body, status]);
  }
  const after = await p.ask("/whatsapp/settings", agent);
  expect(after.body.settings.cooldown).toEqual({ version: 1, value: { hours: 5 } });
});

test("what staff read and change as JSON, programs do too", async () => {
  await p.k.wa(inbound(1, "quanto costa?"));
  const [{ contact_id } = { contact_id: 0 }] = await p.k.sql<{ contact_id: number }[]>`
    select contact_id from contact_identities where value = ${phone(1)}`;
  const contact = Number(contact_id);
  expect((await p.ask("/conversations?view=all", agent)).body.conversations).toMatchObject([{ contact }]);
  expect((await p.ask(`/conversations/${contact}`, agent)).body.messages).toMatchObject([
    { body: "quanto costa?" },
  ]);
  const sent = await p.post(`/conversations/${contact}/messages`, agent, { text: "Poco", key: "a" });
  expect(sent.status).toBe(201);
  expect((await p.ask("/whatsapp-incoming?direction=out", agent)).body.messages).toMatchObject([
    { body: "Poco" },
  ]);
  expect((await p.ask("/whatsapp-incoming?source=provider", agent)).status).toBe(200);
  expect((await p.ask("/rules", agent)).body.kind).toBe("rules");
  expect((await p.post("/rules/try", agent, { payload: { data: { callId: "9" } } })).status).toBeLessThan(
    500,
  );
  expect((await p.ask("/templates", agent)).body.templates).not.toEqual([]);
  const write = { key: "grazie", language: "it", body: "Grazie!" };
  expect((await p.post("/templates", agent, write)).status).toBe(403);
  expect((await p.post("/templates", manager, write)).status).toBe(200);
  expect((await p.ask("/templates/grazie", manager, { method: "DELETE" })).status).toBe(200);
  expect((await p.ask(`/contacts/${contact}/export`, agent)).status).toBe(403);
  expect((await p.ask(`/contacts/${contact}/export`, manager)).status).toBe(200);
  expect((await p.ask("/consent.csv", manager)).status).toBe(200);
  expect((await p.ask(`/contacts/${contact}/consent`, manager)).status).toBe(200);
});
