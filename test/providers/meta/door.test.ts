import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { meta } from "../../../lib/vendors/meta/vendor.ts";
import { signMeta } from "../../../lib/vendors/shared/graph/verify-meta.ts";
import { type TwoVendors, twoVendors } from "../../channels/two-vendors.ts";
import { metaSubject } from "../../conformance/subjects/meta.ts";
import { contact, delivered, message, numberId, textMessage, wabaId, waId } from "./bodies.ts";

/** What a stranger, a broken Meta, or a busy one may post to Meta's addresses. */
const { META_WHATSAPP_APP_SECRET: secret, META_WHATSAPP_VERIFY_TOKEN: token } = metaSubject.env;
const megabyte = 1024 * 1024;
let s: TwoVendors;
beforeAll(async () => {
  s = await twoVendors();
});
beforeEach(async () => {
  for (const table of ["whatsapp_statuses", "whatsapp_messages", "attention", "webhook_requests"])
    await s.sql`delete from ${s.sql(table)}`;
});
afterAll(() => s.product.close());

const kept = () => s.sql`select outcome, reason, raw_body, account from webhook_requests order by id`;
const bodies = async () =>
  (await s.sql`select body from whatsapp_messages order by id`).map(({ body }) => body);
const fresh = () => `wamid.${randomBytes(12).toString("hex")}`;

const paths = meta.events!.webhooks.map(({ path }) => path);

describe.each(paths)("%s", (path) => {
  const door = `http://aftercall.test${path}`;
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const response = await s.product.doors.webhook.request(door, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-hub-signature-256": signMeta(body, secret!),
        ...headers,
      },
    });
    await s.product.afterResponses();
    return { status: response.status, said: (await response.json()) as Record<string, unknown> };
  };
  const postValue = (value: object) => post(JSON.stringify(delivered(value)));

  test("a wrong signature is 401 and leaves nothing behind, whatever it looks like", async () => {
    const body = JSON.stringify(delivered({ contacts: [contact(1)], messages: [textMessage(1, "Ciao")] }));
    const right = signMeta(body, secret!);
    const wrong = [
      signMeta(body, "another"),
      signMeta(`${body} `, secret!),
      right.slice("sha256=".length),
      right.replace("sha256", "sha1"),
      right.slice(0, -1),
      `${right}0`,
      "sha256=",
      "",
      "sha256=è",
    ];
    for (const one of wrong) {
      const headers = { "x-hub-signature-256": Buffer.from(one).toString("latin1") };
      expect([one, (await post(body, headers)).status]).toEqual([one, 401]);
    }
    expect(await kept()).toEqual([]);
  });

  test("a wrong verify token is 403, and the challenge is not told", async () => {
    const ask = async (query: string) => {
      const response = await s.product.doors.webhook.request(`${door}?${query}`);
      return [response.status, await response.text()];
    };
    const right = `hub.mode=subscribe&hub.challenge=4711&hub.verify_token=${token}`;
    expect(await ask(right)).toEqual([200, "4711"]);
    for (const wrong of [
      `${right}x`,
      right.slice(0, -1),
      right.replace("subscribe", "unsubscribe"),
      "",
      `x${right}`,
    ]) {
      const [status, text] = await ask(wrong);
      expect([wrong, status]).toEqual([wrong, 403]);
      expect(text).not.toContain("4711");
    }
  });

  test.each([
    ["no JSON", '{"entry":['],
    ["not an object", "[1]"],
    ["no entries", '{"object":"whatsapp_business_account"}'],
    ["nothing", ""],
    ["too deep", "[".repeat(100_000)],
  ])("signed and unreadable (%s) is 200, and kept as rejected", async (_what, body) => {
    const { status, said } = await post(body);
    expect([status, said.outcome]).toEqual([200, "rejected"]);
    expect(await kept()).toMatchObject([{ outcome: "rejected", raw_body: body }]);
  });

  test("thousands of statuses in just under 3 MB are taken", { timeout: 60_000 }, async () => {
    const statuses = Array.from({ length: 3_000 }, (_, n) => ({
      ...{ id: `wamid.${String(n).padStart(48, "0")}`, status: "delivered", timestamp: "1795251600" },
      recipient_id: waId(n % 50),
      biz_opaque_callback_data: `${n + 1_000_000}.1`,
      pricing: { billable: true, pricing_model: "PMP", category: "utility", padding: "p".repeat(700) },
    }));
    const size = JSON.stringify(delivered({ statuses })).length;
    expect([size > 2.5 * megabyte, size < 3 * megabyte]).toEqual([true, true]);
    expect((await postValue({ statuses })).status).toBe(200);
    expect(await s.sql`select count(*)::int as n from whatsapp_statuses`).toEqual([{ n: 3_000 }]);
  });

  test("larger than the limit is 413 and in sight, of who signs it; a stranger's is 401", async () => {
    const huge = JSON.stringify({ entry: [], padding: "x".repeat(4 * megabyte) });
    const length = { "content-length": String(huge.length) };
    expect((await post(huge, { ...length, "x-hub-signature-256": signMeta(huge, "another") })).status).toBe(
      401,
    );
    expect(await kept()).toEqual([]);
    expect((await post(huge, length)).status).toBe(413);
    expect(await kept()).toMatchObject([{ outcome: "rejected", reason: "body_too_large", raw_body: null }]);
    expect(await s.sql`select kind from attention`).toEqual([{ kind: "body_too_large" }]);
  });

  test("several accounts and numbers in one body: what is ours is taken, an unknown number is in sight", async () => {
    const change = (number: string, value: object) =>
      (delivered(value, number).entry as { changes: object[] }[])[0]!.changes[0]!;
    const strange = "209999999999999";
    const said = (n: number, body: string) => ({
      contacts: [contact(n)],
      messages: [textMessage(n, body, { id: fresh() })],
    });
    const entry = [
      { id: "999", changes: [change(strange, said(1, "a un altro"))] },
      {
        id: wabaId,
        changes: [change(numberId, said(2, "a noi")), change(strange, said(3, "ancora a un altro"))],
      },
      { id: wabaId, changes: [change(numberId, said(4, "anche a noi"))] },
    ];
    expect((await post(JSON.stringify({ object: "whatsapp_business_account", entry }))).status).toBe(200);
    expect(await bodies()).toEqual(["a noi", "anche a noi"]);
    expect(await s.sql`select kind, detail from attention`).toEqual([
      { kind: "unknown_account", detail: `meta ${strange}` },
    ]);
  });

  test("what came in another body already is not taken twice, and what is new beside it is", async () => {
    const [first, second] = [1, 2].map((n) => textMessage(n, `messaggio ${n}`, { id: fresh() }));
    await postValue({ contacts: [contact(1)], messages: [first] });
    await postValue({ contacts: [contact(1), contact(2)], messages: [first, second] });
    await postValue({ contacts: [contact(2), contact(1)], messages: [second, first] });
    expect(await bodies()).toEqual(["messaggio 1", "messaggio 2"]);
  });

  test("a broken element among good ones loses only itself", async () => {
    const good = (n: number) => textMessage(n, `buono ${n}`, { id: fresh() });
    const broken = [
      null,
      7,
      "text",
      [],
      {},
      { type: "text" },
      message(3, "text", { id: fresh(), text: null }),
      message(3, "image", { id: fresh(), image: "?" }),
      message(3, "hologram", { id: fresh() }),
      { ...good(3), from: { a: 1 } },
      { ...good(3), id: 7 },
      { ...good(3), from: "1".repeat(400) },
      message(3, "reaction", { id: fresh(), reaction: { message_id: {}, emoji: [] } }),
      message(3, "system", { id: fresh(), system: { type: "user_changed_number", wa_id: "\u0000" } }),
      message(3, "text", { id: fresh(), timestamp: "99999999999999999999", text: { body: "\u0000\ud800" } }),
    ];
    const messages = [good(1), ...broken, good(2)];
    const statuses = [
      null,
      { id: 4 },
      { id: "wamid.X", status: "sent", timestamp: "never" },
      { id: "wamid.Y" },
    ];
    const { status } = await postValue({ contacts: [null, contact(1), "x"], messages, statuses });
    expect(status).toBe(200);
    const taken = await bodies();
    expect(taken).toEqual(expect.arrayContaining(["buono 1", "buono 2"]));
    expect((await kept()).map(({ outcome }) => outcome)).toEqual(["processed"]);
    expect(await s.sql`select whatsapp_id from whatsapp_statuses`).toEqual([{ whatsapp_id: "wamid.X" }]);
  });
});
