import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";
import { Visitor } from "./visitor.ts";

/** One call's page: what was decided, why, by whom, and the ways to overrule it. */
let product: Product;
let visitor: Visitor;
let colleague: Visitor;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  [visitor, colleague] = [new Visitor(product.doors.monitor), new Visitor(product.doors.monitor)];
  await visitor.signIn(await product.db.createStaff());
  await colleague.signIn(await product.db.createStaff());
});
afterAll(() => product.close());

const idOf = async (n: number) =>
  (await product.db.sql`select id from cloudtalk_calls where phone_number = ${phone(n)} order by id desc`)[0]!
    .id as string;
const page = async (id: string, who = visitor, language = "en") => {
  const response = await who.get(`/monitor/calls/${id}`, { "accept-language": language });
  return { status: response.status, text: await response.text() };
};
const section = (html: string, id: string) =>
  new RegExp(`<section class="sheet" id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? "";

test("the first page leads there from each call", async () => {
  await product.postCloudtalk(endedCall(1));
  const html = await (await visitor.get("/monitor/diagnostics")).text();
  expect(html).toContain(`<a href="/monitor/calls/${await idOf(1)}">Details`);
});

describe("why, in the reader's language", () => {
  test("of a call that was messaged: the facts, the rule, each step, and the message", async () => {
    await product.postCloudtalk(
      endedCall(2, { agent_name: "Giulia Ferri", tags: ["caldo"], interest: "solare" }),
    );
    const { text } = await page(await idOf(2), visitor, "it");
    expect(section(text, "facts")).toMatch(/Giulia Ferri[\s\S]*caldo[\s\S]*interest: solare/);
    const decision = section(text, "decision");
    expect(decision).toContain("Si invia");
    expect(decision).toContain("Ha deciso la regola «Dopo ogni chiamata».");
    expect(decision).toContain("dalle regole (regole di partenza)");
    expect(decision).toContain("nessuno ha risposto");
    expect(section(text, "messages")).toContain("Greengen");
    // No stored English where we have words.
    expect(decision).not.toMatch(/Rule "|the call was/);
  });

  test("of one that was not", async () => {
    await product.postCloudtalk(endedCall(3, { talking_time: "0" }));
    const id = await idOf(3);
    expect(section((await page(id, visitor, "it")).text, "decision")).toContain(
      "Nessuno ha risposto alla chiamata.",
    );
    expect(section((await page(id)).text, "decision")).toContain("Nobody answered the call.");
    expect((await page(id)).text).toContain(`href="/monitor/settings/rules/try?call=${id}"`);
  });

  test("of one that an earlier call covers, with the way to that call", async () => {
    await product.postCloudtalk(endedCall(2, { call_id: "second" }));
    const { text } = await page(await idOf(2));
    expect(section(text, "decision")).toMatch(
      /would send it, but it cannot be[\s\S]*href="\/monitor\/calls\/\d+">Call no/,
    );
  });
});

test("a person overrules it from here, comes back here, and is in the history", async () => {
  await product.postCloudtalk(endedCall(4));
  const id = await idOf(4);
  for (const [who, decision, said] of [
    [visitor, "dont_send", "It will not be sent."],
    [colleague, "send", "In the queue"],
  ] as const) {
    const html = (await page(id, who)).text;
    expect(html).toContain(`value="${decision}"`);
    const lifts = /name="lifts" value="(\w+)"/.exec(html)?.[1] ?? "";
    const answer = await who.post(`/monitor/calls/${id}/override?from=call`, { decision, lifts });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/monitor/calls/${id}`]);
    expect((await page(id, who)).text).toContain(said);
  }
  const decision = section((await page(id)).text, "decision");
  const history = decision.slice(decision.indexOf("All decisions"));
  expect(history).toMatch(/by agent-[0-9a-f]{8}<[\s\S]*by you[\s\S]*by the rules/);
});

test("a message that was kept back says so, and nobody is offered to write to who is blocked", async () => {
  await product.postCloudtalk(endedCall(6));
  const id = await idOf(6);
  const manager = await product.db.createStaff({ role: "manager" });
  const [call] = await product.db.sql`select contact_id from cloudtalk_calls where id = ${id}`;
  const block = (blocked: boolean) =>
    manager.client.rpc("set_contact_blocked", { contact: call!.contact_id, blocked, reason: "Test." });
  await block(true);
  const held = section((await page(id, visitor, "it")).text, "decision");
  expect(held).toContain(
    "Poi però il messaggio non è partito o non è arrivato: saltato. Il contatto è bloccato",
  );
  expect(held).not.toContain('value="send"');
  await block(false);
  expect(section((await page(id)).text, "decision")).toContain('value="send"');
});

test("without a number, a manager is led to where a field gets its meaning", async () => {
  await product.postCloudtalk({
    event: "call-ended",
    call_id: "odd",
    agent_name: "Giulia",
    telefono_suo: "1",
  });
  const [{ id }] = await product.db.sql<[{ id: string }]>`
    select id from cloudtalk_calls where cloudtalk_call_id = 'odd'`;
  const manager = new Visitor(product.doors.monitor);
  await manager.signIn(await product.db.createStaff({ role: "manager" }));
  expect((await page(id, manager)).text).toContain('href="/monitor/settings/fields"');
  const agent = new Visitor(product.doors.monitor);
  await agent.signIn(await product.db.createStaff({ role: "agent" }));
  expect((await page(id, agent)).text).not.toContain("/monitor/settings/fields");
});

test("there is no such call for others", async () => {
  await product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  const stranger = new Visitor(product.doors.monitor);
  await stranger.signIn(await product.db.createStaff({ workspace: "neighbour", role: "admin" }));
  expect((await page(await idOf(1), stranger)).status).toBe(404);
  expect((await page("999999")).status).toBe(404);
  const outside = await new Visitor(product.doors.monitor).get("/monitor/calls/1");
  expect(outside.headers.get("location")).toBe("/monitor/sign-in?next=%2Fmonitor%2Fcalls%2F1");
});

test("what customers and CloudTalk write stays text", async () => {
  const evil = `"><script>alert(1)</script>`;
  await product.postCloudtalk(endedCall(5, { contact_name: evil, company: evil, tags: [evil], other: evil }));
  const { text } = await page(await idOf(5));
  expect(text).not.toContain("<script>");
  expect(text).toContain("&lt;script&gt;");
});
