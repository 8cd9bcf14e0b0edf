import { afterEach, beforeEach, expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall } from "../support/calls.ts";
import { channelOf, createProduct, type Product } from "../support/product.ts";

/** The number's state, which every page says as it is now. */
let product: Product;
beforeEach(async () => {
  product = await createProduct({ WHATSAPP_DAILY_LIMIT: "2" }, () => ({ background: () => {} }));
});
afterEach(() => product.close());

const signIn = async (role: "agent" | "manager") => {
  const visitor = new Visitor(product.doors.monitor);
  const staff = await product.db.createStaff({ role });
  await visitor.signIn(staff);
  return { visitor, name: staff.email.split("@")[0]! };
};
const pill = async (visitor: Visitor, language = "it", path = "/monitor/more") => {
  const html = await (await visitor.get(path, { "accept-language": language })).text();
  const [, mood, href, inside] = /<a id="pill" class="pill (\w+)" href="([^"]+)">([\s\S]*?)<\/a>/.exec(html)!;
  const words = inside!.replace(/<svg[\s\S]*?<\/svg>|<[^>]+>/g, "").replace(/\s+/g, " ");
  return { mood, href, words };
};
const session = (status: string) =>
  product.postWasender({ event: "session.status", timestamp: 1_794_830_400, data: { status } });
const watch = () => product.db.service.rpc("watch", { deliver: false });

test("connected, with today's sends; the limit reached, with when it goes on", async () => {
  const { visitor } = await signIn("agent");
  const channel = await channelOf(product);
  expect(await pill(visitor)).toMatchObject({ mood: "well", words: expect.stringContaining("0 di 2 oggi") });
  await session("connected");
  await product.postCloudtalk(endedCall(1));
  await dispatch(product.services, channel, { mayWait: false });
  expect(await pill(visitor)).toEqual({
    mood: "well",
    href: `/monitor/settings/channels/${channel}`,
    words: "Stato del numero: WhatsApp collegato · 1 di 2 oggi",
  });
  expect((await pill(visitor, "en")).words).toContain("WhatsApp connected · 1 of 2 today");
  await product.db.sql`update channels set daily_limit = 1`;
  expect(await pill(visitor)).toMatchObject({
    mood: "wait",
    words: expect.stringContaining("limite di 1 raggiunto, riparte domani alle 10:00"),
  });
  // The day is the company's: sends of yesterday are not today's.
  await product.db.sql`update channels set daily_limit = 2`;
  await product.db.shiftClock(15 * 3_600_000);
  expect((await pill(visitor)).words).toContain("0 di 2 oggi");
});

test("away: since when, what waits, and whom to tell; back at once, long before the alert ends", async () => {
  const [{ visitor: agent }, { visitor: manager, name }] = [await signIn("agent"), await signIn("manager")];
  await session("connected");
  await product.postCloudtalk(endedCall(1));
  await product.db.shiftClock(16.7 * 3_600_000);
  await session("logged_out");
  await watch();
  await product.db.shiftClock(7 * 3_600_000);
  const away = "Stato del numero: WhatsApp scollegato da stanotte alle 02:42 · 1 messaggio aspetta";
  expect(await pill(manager)).toMatchObject({ mood: "problem", words: `${away} · ricollega` });
  expect((await pill(agent)).words).toBe(`${away} · avvisa ${name}`);
  expect((await pill(agent)).href).toMatch(/^\/monitor\/settings\/channels\//);
  expect((await agent.get((await pill(agent)).href!)).status).toBe(200);

  await session("connected");
  expect(await pill(agent)).toMatchObject({
    mood: "well",
    words: expect.stringContaining("WhatsApp collegato · tornato alle 09:42"),
  });
  const page = async () => (await manager.get("/monitor/diagnostics", { "accept-language": "it" })).text();
  await watch();
  const [{ open }] = await product.db.sql<[{ open: number }]>`
    select count(*)::int as open from alerts where kind = 'channel_down' and closed_at is null`;
  expect(open).toBe(1);
  expect(await page()).not.toContain("non parte nessun messaggio");
  expect(await page()).toContain("WhatsApp è tornato alle 09:42");
  await product.db.shiftClock(31 * 60_000);
  expect((await pill(agent)).words).not.toContain("tornato");
});

test("paused by a colleague is no fault; what a vendor says of an active number holds before anybody paused it", async () => {
  const { visitor } = await signIn("manager");
  await visitor.post(`/monitor/channels/${await channelOf(product)}/pause`);
  expect(await pill(visitor)).toMatchObject({
    mood: "wait",
    words: expect.stringContaining("in pausa da stamattina alle 10:00 · riprendi"),
  });
  await product.db.sql`update channels set state = 'active', pause_reason = null, paused_at = null,
    connection_status = 'need_scan', connection_status_at = app.now() - interval '1 day'`;
  expect(await pill(visitor)).toMatchObject({
    mood: "problem",
    words: expect.stringContaining("scollegato da ieri alle 10:00 · ricollega"),
  });
});
