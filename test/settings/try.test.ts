import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endedCall, phone } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

/** `POST /api/rules/try`: what would happen, and why, without its happening. */
let product: Product;
let agent: Staff;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  agent = await product.db.createStaff({ role: "agent" });
});
afterAll(() => product.close());

async function tryIt(body: unknown, headers: Record<string, string> = {}) {
  const response = await product.doors.rest.request("http://aftercall.test/api/rules/try", {
    method: "POST",
    headers: {
      authorization: `Bearer ${agent.accessToken}`,
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: whatever the door answers
  return { status: response.status, body: (await response.json()) as any };
}

const skipGiulia = {
  rules: [
    {
      id: "giulia",
      name: "Solo Giulia",
      enabled: true,
      when: { agents: ["giulia ferri"] },
      // biome-ignore lint/suspicious/noThenProperty: "when … then" is how a rule is read; nothing awaits one.
      then: { send: false, reason: "Ci pensa lei." },
    },
  ],
};

test("a pasted body: the decision, its steps, the text and the times, and nothing is written", async () => {
  const { status, body } = await tryIt({ payload: endedCall(1, { contact_name: "Mario Rossi" }) });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    eventType: "call-ended",
    ignored: null,
    facts: { phone: { e164: phone(1) }, talkingSeconds: 120, contactName: "Mario Rossi" },
    decision: { send: true, code: "default_rule", ruleId: "default_rule", template: "follow_up" },
  });
  expect(body.decision.text).toContain("Greengen");
  expect(
    body.decision.because.map(({ ruleId, holds }: { ruleId: string; holds: boolean }) => [ruleId, holds]),
  ).toEqual([
    ["voicemail", false],
    ["unanswered", false],
    ["default_rule", true],
  ]);
  expect(body.decision.leavesAt).toBe(body.decision.dueAt);
  for (const table of ["webhook_requests", "cloudtalk_calls", "contacts", "whatsapp_messages"]) {
    expect([table, await product.db.sql.unsafe(`select * from ${table}`)]).toEqual([table, []]);
  }
});

test("a draft of the rules decides instead of those that are saved", async () => {
  const { body } = await tryIt({ payload: endedCall(1, { agent_name: "Giulia Ferri" }), rules: skipGiulia });
  expect(body.decision).toMatchObject({ send: false, code: "rule_skip", ruleName: "Solo Giulia" });
  const other = await tryIt({ payload: endedCall(1, { agent_name: "Paolo" }), rules: skipGiulia });
  expect(other.body.decision).toMatchObject({ send: false, code: "no_rule", ruleId: null });
});

test("a body as text: JSON, a form, and CloudTalk's own webhook", async () => {
  const form = new URLSearchParams({
    call_id: "77",
    external_number: phone(2),
    talking_time: "30",
  }).toString();
  const native = {
    event_id: "e",
    type: "call.ended",
    version: "v1",
    data: { call_id: 5, external_number: phone(2), talking_time: 30 },
  };
  for (const payload of [JSON.stringify(endedCall(2)), form, JSON.stringify(native), native]) {
    const { body } = await tryIt({ payload });
    expect(body.decision?.code).toBe("default_rule");
  }
  const started = await tryIt({ payload: { ...native, type: "call.started" } });
  expect(started.body).toMatchObject({
    decision: null,
    ignored: { reason: "not_a_call_end", detail: "call.started" },
  });
});

describe("a body that cannot be read is answered as the webhook would", () => {
  test.for([
    ["{ not json", "application/json"],
    ["[1]", "application/json"],
    ['{"call_id": "{{call.id}}", "external_number": "{{x}}"}', "application/json"],
    ["<xml/>", "application/xml"],
  ] as const)("%s", async ([payload, contentType]) => {
    const webhook = await product.postCloudtalk(payload, { headers: { "content-type": contentType } });
    const { status, body } = await tryIt({ payload, contentType });
    expect([status, body]).toEqual([webhook.status, await webhook.json()]);
  });
});

test("a past call, by its number, as if it ended now", async () => {
  await product.postCloudtalk(endedCall(5, { talking_time: "0" }));
  const [{ id }] = await product.db.sql<[{ id: string }]>`select id from cloudtalk_calls`;
  const { body } = await tryIt({ callId: Number(id) });
  expect(body).toMatchObject({ facts: null, decision: { send: false, code: "unanswered" } });
  expect((await tryIt({ callId: 999_999 })).status).toBe(404);
});

test("somebody who said stop gets nothing, whatever the rules say", async () => {
  await product.postCloudtalk(endedCall(6));
  await product.db.sql`update contacts set opted_out_at = app.now() where id =
    (select contact_id from cloudtalk_calls where phone_number = ${phone(6)})`;
  const { body } = await tryIt({ payload: endedCall(6, { call_id: "another" }) });
  expect(body.decision).toMatchObject({ send: false, code: "opted_out", ruleId: "default_rule" });
  expect(body.decision.guards).toContainEqual(expect.objectContaining({ guard: "opted_out", passes: false }));
});

test.for([
  [{}, 400],
  [{ payload: {}, callId: 1 }, 400],
  [{ callId: "1" }, 400],
  [{ payload: endedCall(1), rules: { rules: [{ id: "x" }] } }, 422],
] as const)("%j is answered %i", async ([body, status]) => {
  expect((await tryIt(body)).status).toBe(status);
});

test("it is for the signed-in, and of their own company", async () => {
  expect((await tryIt({ callId: 1 }, { authorization: "" })).status).toBe(401);
  await product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  const neighbour = await product.db.createStaff({ workspace: "neighbour", role: "admin" });
  const [{ id }] = await product.db.sql<[{ id: string }]>`select id from cloudtalk_calls limit 1`;
  const headers = { authorization: `Bearer ${neighbour.accessToken}` };
  expect((await tryIt({ callId: Number(id) }, headers)).status).toBe(404);
});
