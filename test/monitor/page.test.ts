import { readFileSync } from "node:fs";
import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { endedCall, inbound, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";
import { Visitor } from "./visitor.ts";

/** What staff see and do on the page. */
let product: Product;
let channel: string;
beforeEach(async () => {
  product = await createProduct({ WHATSAPP_MIN_INTERVAL_SECONDS: "60" }, () => ({ background: () => {} }));
  [{ id: channel }] = await product.db.sql<[{ id: string }]>`select id from channels`;
});
afterEach(() => product.close());

const signIn = async (role: "agent" | "manager" = "agent") => {
  const visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff({ role }));
  return visitor;
};
const send = () => dispatch(product.services, channel, { mayWait: false });
const page = async (visitor: Visitor, path = "/monitor/diagnostics") => (await visitor.get(path)).text();

describe("text that outsiders write", () => {
  const evil = `<img src=x onerror="alert('1')"><script>alert(2)</script>`;

  test("is shown as text wherever it comes in", async () => {
    await product.postCloudtalk(
      endedCall(1, {
        contact_name: `name${evil}`,
        company: `co${evil}`,
        agent_name: `agent${evil}`,
        tags: [`tag${evil}`],
      }),
    );
    await product.postCloudtalk(endedCall(2, { external_number: `12${evil}` }));
    await send();
    await product.postWasender(inbound(1, `body${evil}`));
    const file = { mimetype: "application/pdf", fileName: `file${evil}.pdf`, caption: `caption${evil}` };
    await product.postWasender(inbound(1, "", { message: { documentMessage: file } }));
    await product.postWasender(
      inbound(3, `lid${evil}`, {
        key: { remoteJid: "99887766554433@lid", cleanedSenderPn: undefined },
      }),
    );
    const reason = `reason${evil}`;
    await product.db.sql`alter domain app.reason_code drop constraint reason_code_check`;
    await product.db.sql`update whatsapp_messages set push_name = ${`push${evil}`} where direction = 'in'`;
    await product.db
      .sql`update whatsapp_messages set status = 'failed', reason_code = 'unheard_of', reason = ${reason}
      where direction = 'out'`;
    await product.db
      .sql`update cloudtalk_calls set should_send_code = 'unheard_of', should_send_reason = ${reason}`;
    const html = await page(await signIn());
    for (const field of [
      "name",
      "co",
      "agent",
      "tag",
      "body",
      "file",
      "caption",
      "lid",
      "push",
      "reason",
      "12",
    ]) {
      expect(html, field).toContain(`${field}&lt;img src=x onerror=`);
    }
    expect(html).not.toContain("<img");
    expect(html.match(/<script[^>]*>/g)?.every((tag) => tag.includes('src="/monitor/'))).toBe(true);
  });
});

describe("every page", () => {
  test.for(["/monitor/diagnostics", "/monitor/sign-in", "/monitor/nothing"])(
    "%s forbids inline code and frames",
    async (path) => {
      const response = await (path === "/monitor/diagnostics"
        ? await signIn()
        : new Visitor(product.doors.monitor)
      ).get(path);
      const policy = response.headers.get("content-security-policy");
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await response.text()).not.toMatch(/ style=|<style| on[a-z]+=/);
    },
  );

  test("speaks the browser's language until switched, and remembers the switch", async () => {
    const visitor = await signIn();
    expect(
      await (await visitor.get("/monitor/diagnostics", { "accept-language": "de, en-US;q=0.8" })).text(),
    ).toContain("No call yet");
    expect(
      await (await visitor.get("/monitor/diagnostics", { "accept-language": "it-IT,en;q=0.5" })).text(),
    ).toContain("Ancora nessuna");
    const switched = await visitor.get(
      "/monitor/diagnostics?lang=it&calls=waiting&evil=https://evil.example",
    );
    expect([switched.status, switched.headers.get("location")]).toEqual([
      303,
      "/monitor/diagnostics?calls=waiting",
    ]);
    expect(await page(visitor)).toContain('<html lang="it">');
  });

  test("says what is wrong in HTML, when it is", async () => {
    const visitor = await signIn();
    const missing = await visitor.get("/monitor/nothing");
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
    await product.db.sql`revoke execute on function public.monitor_snapshot from authenticated`;
    const refused = await visitor.get("/monitor/diagnostics");
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("Back to the monitor");
  });
});

describe("the refreshed part", () => {
  test("is the page's own, costs nothing while nothing changed, and comes whole when something did", async () => {
    await product.postCloudtalk(endedCall(1));
    const visitor = await signIn();
    const ptag = /hx-ptag="([^"]+)"/.exec(await page(visitor))![1]!;
    const same = await visitor.get("/monitor/diagnostics/live?lang=en", {
      "hx-request": "true",
      "hx-ptag": ptag,
    });
    expect([same.status, await same.text()]).toEqual([304, ""]);
    expect([...same.headers].join().length).toBeLessThan(300);
    await product.db.shiftClock(1_000);
    expect((await visitor.get("/monitor/diagnostics/live?lang=en", { "hx-ptag": ptag })).status).toBe(304);
    await product.postCloudtalk(endedCall(2));
    const changed = await visitor.get("/monitor/diagnostics/live?lang=en", {
      "hx-request": "true",
      "hx-ptag": ptag,
    });
    const html = await changed.text();
    expect(html).toContain("Cliente 2");
    expect(html).not.toContain("<html");
  });
});

describe("the queue", () => {
  test("names the time of each next send, and says so when the channel is paused or full", async () => {
    for (const n of [1, 2, 3]) await product.postCloudtalk(endedCall(n));
    await send();
    const visitor = await signIn("manager");
    const times = [
      ...(await page(visitor)).matchAll(/<li id="queue-\d+"><b class="when">.*?>([\d:]+)<\/time>/g),
    ];
    expect(times.map(([, time]) => time)).toEqual(["10:01", "10:02"]);
    await product.db.sql`update channels set daily_limit = 1`;
    expect(await page(visitor)).toMatch(/Limit of 1 messages in 24 hours reached.*22 Nov, 10:00/);
    await visitor.post(`/monitor/channels/${channel}/pause`);
    const paused = await page(visitor);
    expect(paused).toContain("WhatsApp is paused: no message leaves");
    expect(paused).toContain('<b class="when">when resumed</b>');
    await visitor.post(`/monitor/channels/${channel}/resume`);
    const resumed = await page(visitor);
    expect(resumed).toContain("Channel resumed");
    expect(resumed).not.toContain("is paused");
  });
});

describe("an uncertain send", () => {
  const uncertain = async () => {
    await product.postCloudtalk(endedCall(1));
    product.wasender.answerNext(() => HttpResponse.json({ message: "oops" }, { status: 500 }));
    await send();
    const [{ id }] = await product.db.sql<
      [{ id: string }]
    >`select id from whatsapp_messages where status = 'uncertain'`;
    return id;
  };
  const status = async () => (await product.db.sql`select status from whatsapp_messages`)[0]!.status;

  test.for([
    ["sent", "sent", "Marked as sent."],
    ["resend", "queued", "Back in the queue"],
  ] as const)("answered with %s becomes %s, once", async ([decision, becomes, said]) => {
    const id = await uncertain();
    const visitor = await signIn();
    expect(await page(visitor)).toContain("Did it arrive?");
    const answer = () => visitor.post(`/monitor/messages/${id}/resolve`, { decision });
    const first = await answer();
    expect([first.status, first.headers.get("location")]).toEqual([303, "/monitor/diagnostics"]);
    expect(await status()).toBe(becomes);
    expect(await page(visitor)).toContain(said);
    expect(await page(visitor)).not.toContain(said);
    await answer();
    expect(await status()).toBe(becomes);
    expect(await page(visitor)).not.toContain("Did it arrive?");
  });

  test("is not settled by a form of another site, by an outsider or by nonsense", async () => {
    const id = await uncertain();
    const path = `/monitor/messages/${id}/resolve`;
    const visitor = await signIn();
    expect((await visitor.post(path, { decision: "sent" }, { origin: "https://evil.example" })).status).toBe(
      403,
    );
    expect((await visitor.post(path, { decision: "sent" }, {})).status).toBe(403);
    expect((await visitor.post(path, { decision: "read" })).status).toBe(400);
    const outsider = new Visitor(product.doors.monitor);
    await outsider.signIn(await product.db.createStaff({ workspace: null }));
    expect((await outsider.post(path, { decision: "sent" })).status).toBe(403);
    expect(await status()).toBe("uncertain");
  });
});

test("an agent may not stop the channel", async () => {
  const visitor = await signIn("agent");
  expect(await page(visitor)).not.toContain(`/channels/${channel}/pause`);
  expect((await visitor.post(`/monitor/channels/${channel}/pause`)).status).toBe(403);
});

test("a writer without a known number is shown as unmatched", async () => {
  const lid = { remoteJid: "99887766554433@lid", cleanedSenderPn: undefined };
  await product.postWasender(inbound(1, "Ecco la bolletta", { key: lid }));
  const html = await page(await signIn());
  expect(html).toContain('<span class="chip warn">unmatched</span>');
  expect(html).not.toContain("99887766554433");
  expect(html).not.toContain(phone(1));
});

test("the vendored htmx is the one that package.json names", () => {
  for (const [copy, source] of [
    ["htmx.min.js", "htmx.min.js"],
    ["hx-ptag.min.js", "ext/hx-ptag.min.js"],
  ]) {
    const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
    expect(read(`public/monitor/vendor/${copy}`)).toBe(read(`node_modules/htmx.org/dist/${source}`));
  }
});

test("a customer whom CloudTalk names by their number is shown once", async () => {
  await product.postCloudtalk(endedCall(1, { contact_name: phone(1).slice(1) }));
  await product.postCloudtalk(endedCall(2, { contact_name: "Agriturismo Il Noce" }));
  const names = [
    ...(await page(await signIn())).matchAll(/class="person"><a class="who" href="[^"]*">([^<]*)</g),
  ].map(([, name]) => name);
  // Whose name is only the number again has a link to their page all the same.
  expect(new Set(names)).toEqual(new Set(["Agriturismo Il Noce", "Contact"]));
});
