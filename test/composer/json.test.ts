import { afterEach, beforeEach, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { inbound, type Kit, kit } from "../support/kit.ts";
import { asked, newest } from "./stage.ts";

let k: Kit;
let staff: Staff;
let contact: number;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff();
  contact = await asked(k, 1);
  await k.wa(inbound(1, "quanto tempo ci vuole?"));
});
afterEach(() => k.product.close());

async function ask(path: string, who: Staff | null = staff, init: RequestInit = {}) {
  const response = await k.product.doors.rest.request(`http://aftercall.test/api${path}`, {
    ...init,
    headers: {
      ...(who && { authorization: `Bearer ${who.accessToken}` }),
      ...(init.headers as Record<string, string>),
    },
  });
  // biome-ignore lint/suspicious/noExplicitAny: whatever it answers
  return { status: response.status, body: (await response.json()) as any };
}
const post = (body: unknown, headers: Record<string, string> = {}, who: Staff | null = staff) =>
  ask(`/conversations/${contact}/messages`, who, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });

test("a program reads who waits and the thread, and answers once a key", async () => {
  const list = await ask("/conversations?view=reply&limit=5");
  expect(list.body).toMatchObject({
    conversations: [{ contact, state: "reply" }],
    counts: { reply: 1 },
    next: null,
  });
  const thread = await ask(`/conversations/${contact}`);
  expect(thread.body.messages[0]).toMatchObject({ direction: "in", body: "quanto tempo ci vuole?" });
  const seen = thread.body.messages[0].id;
  const sent = await post({ text: "Due mesi circa.", seen }, { "idempotency-key": "abc" });
  expect(sent).toEqual({
    status: 201,
    body: {
      message: Number((await newest(k, contact)).id),
      status: "queued",
      expectedAt: expect.any(String),
      contact,
    },
  });
  const again = await post({ text: "Due mesi circa.", key: "abc" });
  expect([again.status, again.body.message]).toEqual([200, sent.body.message]);
  expect((await ask("/conversations?q=mesi&view=all")).body.conversations).toMatchObject([{ contact }]);
});

test("refusals have a status and a code, and a sentence", async () => {
  const seen = Number((await newest(k, contact)).id);
  await k.wa(inbound(1, "anzi no"));
  expect(await post({ text: "x", key: "a", seen })).toMatchObject({
    status: 409,
    body: { error: { code: "newer", newest: expect.any(Number) } },
  });
  await k.wa(inbound(1, "STOP"));
  expect(await post({ text: "x", key: "a" })).toMatchObject({
    status: 422,
    body: { error: { code: "opted_out", message: "The contact asked not to be written to." } },
  });
  const bad = [
    [{ text: "x" }, 400, "key"],
    [{ text: "", key: "a" }, 422, "text"],
    [{ text: "x".repeat(4097), key: "a" }, 400, "text"],
    [{ text: "x", key: "a", reason: "because" }, 400, "reason"],
    [{ text: "x", key: "a", seen: -1 }, 400, "seen"],
  ] as const;
  for (const [body, status, field] of bad) {
    expect(await post(body)).toMatchObject({ status, body: { error: { field } } });
  }
  expect((await ask("/conversations?view=secret")).status).toBe(400);
  expect((await ask("/conversations/99999")).status).toBe(404);
});

test("strangers, other companies and other sites' pages are refused", async () => {
  await k.sql`insert into workspaces (key, name) values ('altra', 'Altra')`;
  const stranger = await k.product.db.createStaff({ workspace: "altra" });
  expect((await ask("/conversations", null)).status).toBe(401);
  expect((await ask("/conversations", stranger)).body.conversations).toEqual([]);
  expect((await ask(`/conversations/${contact}`, stranger)).status).toBe(404);
  expect((await post({ text: "x", key: "a" }, {}, stranger)).status).toBe(403);
  const { product } = k;
  const form = new URLSearchParams({ email: staff.email, password: staff.password });
  const signedIn = await product.doors.monitor.request("http://aftercall.test/monitor/sign-in", {
    method: "POST",
    body: form,
    headers: { origin: "http://aftercall.test" },
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  expect((await post({ text: "x", key: "a" }, { cookie, origin: "https://evil.example" }, null)).status).toBe(
    403,
  );
  expect(
    (await post({ text: "x", key: "a" }, { cookie, origin: "http://aftercall.test" }, null)).status,
  ).toBe(201);
});
