import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall, inbound } from "../support/kit.ts";
import { type Stage, stage } from "./stage.ts";

/** What a page that is open asks for every five seconds. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.close());

/** A page that is open: it asks with what it has. */
async function opened(path: string) {
  const page = await s.page(path);
  const [, address = "", tag = ""] = /hx-get="(\/monitor\/live[^"]*)".*?hx-ptag="([^"]*)"/s.exec(page)!;
  let ptag = tag;
  return {
    page,
    async poll(more = "") {
      const answer = await s.visitor.get(`${address.replaceAll("&amp;", "&")}${more}`, {
        "hx-request": "true",
        "hx-ptag": ptag,
      });
      ptag = answer.headers.get("hx-ptag") ?? ptag;
      const head = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
      return { status: answer.status, head, text: await answer.text(), headers: answer.headers };
    },
  };
}
const changed = (text: string) =>
  [...text.matchAll(/<hx-partial hx-target="([^"]+)" hx-swap="(\w+)"/g)].map(([, to, how]) => `${to} ${how}`);

test("nothing was written: 304, at most 300 bytes; another's row changed: that row alone, and the counts", async () => {
  await s.asked(1);
  await s.asked(2);
  const [one, two] = [await s.contactOf(1), await s.contactOf(2)];
  const list = await opened("/monitor?view=all");
  const same = await list.poll();
  expect([same.status, same.text]).toEqual([304, ""]);
  expect(`HTTP/1.1 304 Not Modified\r\n${same.head}\r\n`.length).toBeLessThanOrEqual(300);
  await s.k.wa(inbound(1, "le va bene la bolletta di agosto?"));
  const { status, text } = await list.poll();
  expect(status).toBe(200);
  expect(text).toContain("<title>(1) Chat · Aftercall</title>");
  expect(text).toContain("le va bene la bolletta di agosto?");
  expect(text).not.toContain(`id="row-${two}"`);
  // It is the newest now: taken out below, put in above.
  expect(changed(text)).toEqual([
    `#row-${one} delete`,
    "#rows afterbegin",
    "#badge-chat outerMorph",
    "#views outerMorph",
    "#order outerMorph",
  ]);
  expect(gzipSync(text).length).toBeLessThanOrEqual(3_000);
});

test("a minute later nothing looks different: 204 with a new tag", async () => {
  await s.asked(1);
  const list = await opened("/monitor?view=all");
  await s.k.shift(60_000);
  const answer = await list.poll();
  expect([answer.status, answer.text]).toEqual([204, ""]);
  expect((await list.poll()).status).toBe(304);
});

test("the open thread gets its new end, is read by it, and nothing of the composer is touched", async () => {
  await s.asked(1);
  const contact = await s.contactOf(1);
  const thread = await opened(`/monitor/c/${contact}`);
  await s.k.wa(inbound(1, "eccomi"));
  const { text } = await thread.poll();
  const [message] = await s.k.sql`select id from whatsapp_messages where body = 'eccomi'`;
  const [ours] = await s.k.sql`select id from whatsapp_messages where direction = 'out'`;
  expect(changed(text)).toContain(`#m-${ours!.id} afterend`);
  expect(text).toContain(`id="m-${message!.id}"`);
  expect(text).not.toContain('id="composer"');
  expect((await s.rpc("inbox", {})).counts).toMatchObject({ new: 0, reply: 1 });
  expect(gzipSync(text).length).toBeLessThanOrEqual(3_000);
  expect((await thread.poll()).status).toBe(204);
});

test("a tick changes one bubble in place", async () => {
  await s.asked(1);
  const contact = await s.contactOf(1);
  const thread = await opened(`/monitor/c/${contact}`);
  const [ours] = await s.k
    .sql`update whatsapp_messages set status = 'read', read_at = app.now() returning id`;
  const { text } = await thread.poll();
  expect(changed(text)).toContain(`#m-${ours!.id} outerMorph`);
  expect(changed(text).filter((each) => each.startsWith("#m-"))).toHaveLength(1);
});

test("while the pointer is in the list nothing moves; what waits comes when it has gone", async () => {
  for (const n of [1, 2]) await s.asked(n);
  const list = await opened("/monitor?view=all");
  await s.asked(3);
  const three = await s.contactOf(3);
  const held = await list.poll("&hold=1");
  expect(changed(held.text)).not.toContain("#rows afterbegin");
  expect(held.text).toContain("1 nuova ↑");
  const then = await list.poll();
  expect(then.text).toContain(`id="row-${three}"`);
  expect(changed(then.text)).toContain("#rows afterbegin");
});

test("a hidden tab asks for the title alone, and is seen by nobody", async () => {
  await s.asked(1);
  await s.k.wa(inbound(1, "eccomi"));
  const list = await opened("/monitor");
  const { text } = await list.poll("&hidden=1");
  expect(JSON.parse(text)).toEqual({ title: "(1) Chat · Aftercall", new: 1 });
});

test("a page of another build is made anew", async () => {
  await s.k.ct(endedCall(1));
  const answer = await s.visitor.get("/monitor/live", { "hx-request": "true", "hx-ptag": "12.3~abc" });
  expect([answer.status, answer.headers.get("hx-refresh")]).toEqual([204, "true"]);
});
