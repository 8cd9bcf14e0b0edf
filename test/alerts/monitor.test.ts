import { HttpResponse } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall } from "../support/calls.ts";
import { type Stage, stage } from "./stage.ts";

/** Alerts on the page: on top, each said once, and still while nothing changes. */
let s: Stage;
let visitor: Visitor;
beforeEach(async () => {
  s = await stage({ WHATSAPP_DAILY_LIMIT: "2" });
  visitor = new Visitor(s.product.doors.monitor);
  await visitor.signIn(await s.product.db.createStaff({ role: "manager" }));
});
afterEach(() => s.product.close());

const watch = () => s.product.db.service.rpc("watch", { deliver: false });
const page = async () => (await visitor.get("/monitor/diagnostics")).text();
const count = (text: string, part: string | RegExp) => text.split(part).length - 1;

test("nothing wrong: no band, and nothing to check", async () => {
  const html = await page();
  expect(html).not.toContain('id="alerts"');
  expect(html).toContain("Nothing to do.");
});

test("late messages: what, since when, what to do and where, before everything else", async () => {
  await s.calls(1);
  await s.pass(5);
  await watch();
  const html = await page();
  expect(html).toContain("WhatsApp: messages are late");
  expect(html).toMatch(/Since: <time datetime="2026-11-21T09:00Z">10:00<\/time>/);
  expect(html).toContain("tell whoever runs Aftercall");
  expect(html).toContain(`href="#channel-${s.channel}"`);
  expect(html).toContain(`id="channel-${s.channel}"`);
  expect(html.indexOf('id="alerts"')).toBeLessThan(html.indexOf('class="totals"'));
  expect(html).toContain("<title>(1) ");
  expect(html).toContain('<li class="tile alarm"><a href="#alerts"><b>1</b>');
  expect(html).toContain("Nothing else to check.");
});

test("a channel that is down is said once, with its button, also before the clock has noticed", async () => {
  await s.product.postWasender({
    event: "session.status",
    timestamp: 1_794_830_400,
    data: { status: "logged_out" },
  });
  for (const notice of [false, true]) {
    if (notice) await watch();
    const html = await page();
    expect(count(html, "WhatsApp is paused: no message leaves")).toBe(1);
    expect(html.indexOf("WhatsApp is paused")).toBeLessThan(html.indexOf('class="totals"'));
    expect(html).not.toContain("the number is not connected, no message leaves");
    expect(html).toContain("Resume sending");
    expect(html).toContain("<title>(1) ");
  }
});

test("a channel that a colleague paused stays among what needs a person", async () => {
  await visitor.post(`/monitor/channels/${s.channel}/pause`);
  await watch();
  const html = await page();
  expect(html).not.toContain('id="alerts"');
  expect(html.indexOf("WhatsApp is paused")).toBeGreaterThan(html.indexOf('id="needs"'));
});

test("a plan that ended stays in sight while its channel is being tried again", async () => {
  s.product.wasender.answerNext(() => HttpResponse.json({ message: "expired" }, { status: 402 }));
  await s.calls(1);
  await s.product.tick();
  await s.product.db.sql`update whatsapp_messages set due_at = app.now() + interval '1 hour'`;
  await s.minute();
  expect(await s.sql`select state from channels`).toEqual([{ state: "active" }]);
  expect(await page()).toContain("the Wasender plan has ended or does not allow sending");
});

test("a full cap is said once, with when it frees", async () => {
  await s.calls(3);
  await s.minutes(3);
  const html = await page();
  expect(html).toContain("WhatsApp: the limit of 2 messages in 24 hours is reached");
  expect(html).toContain('The next one leaves: <time datetime="2026-11-22T09:01Z">');
  expect(html).not.toContain("Limit of 2 messages");
});

test("what is over is a folded line for a day", async () => {
  await s.calls(1);
  await s.pass(5);
  await watch();
  await s.product.tick();
  const html = await page();
  expect(html).toContain("Resolved in the last 24 hours: 1");
  expect(html).toMatch(
    /WhatsApp: messages are late · Since: <time[^>]*>10:00<\/time> · Resolved: <time[^>]*>10:05<\/time>/,
  );
  expect(html).toContain('<li class="tile calm">');
  await s.pass(24 * 60 + 1);
  expect(await page()).not.toContain('id="alerts"');
});

test("the page's live part stays the same, byte by byte, while an alert goes on", async () => {
  await s.calls(1);
  await s.pass(5);
  await watch();
  const first = await visitor.get("/monitor/diagnostics/live", { "hx-request": "true" });
  const ptag = first.headers.get("hx-ptag")!;
  const hashOf = (response: Response) => response.headers.get("hx-ptag")!.split("~")[1];
  for (let i = 0; i < 3; i += 1) {
    await s.pass(1);
    await watch();
    const again = await visitor.get("/monitor/diagnostics/live", { "hx-request": "true", "hx-ptag": ptag });
    expect(hashOf(again)).toBe(hashOf(first));
  }
});

test("names that outsiders choose are text", async () => {
  await s.sql`update channels set name = '<img src=x>'`;
  await s.product.postCloudtalk(endedCall(1));
  await s.pass(5);
  await watch();
  expect(await page()).toContain("&lt;img src=x&gt;: messages are late");
});
