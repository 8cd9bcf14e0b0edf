import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redactBody } from "../../lib/base/redact.ts";
import { webhookApp } from "../../lib/doors/webhook-app.ts";
import { prepareEffects } from "../../lib/inbox/prepare-effects.ts";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";
import { all, subjectsWith, wholeEnv } from "./subjects.ts";

/** What each vendor's events do at the doors, whoever it is. */
let product: Product;
let manager: Visitor;
let staff: Staff;
beforeAll(async () => {
  product = await createProduct(wholeEnv, () => ({ vendors: all, background: () => {} }));
  // Whose messages come in has a channel: one for each.
  for (const { name, numbers } of all) {
    if (!numbers) continue;
    await product.db.sql`insert into channels (workspace_id, vendor, name)
      select id, ${name}, ${name} from workspaces w where key = 'default'
        and not exists (select from channels c where c.vendor = ${name})`;
  }
  manager = new Visitor(product.doors.monitor);
  staff = await product.db.createStaff({ role: "manager" });
  await manager.signIn(staff);
});
afterAll(() => product.close());

type Row = Record<string, unknown> & { id: string };
const kept = (): Promise<Row[]> => product.db.sql<Row[]>`select * from webhook_requests order by id`;
const countOf = async (table: string) =>
  Number((await product.db.sql`select count(*) as n from ${product.db.sql(table)}`)[0]!.n);
const garbage = [
  ...["", " ", "{", "[]", "null", "3", '"x"', "{}", '{"event":{}}', '{"data":[[[]]],"event":"x"}', "a=b&c"],
  `${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`,
  '{"event":"\\u0000","kind":"\\ud800","data":{"\\u0000":"\\ud83d"}}',
];
const contentTypes = ["application/json", "text/plain", "application/octet-stream", "multipart/form-data"];

describe.each(subjectsWith("events"))("%s", (name, { vendor, events: own }) => {
  const [webhook] = vendor.events!.webhooks;
  let next = 0;
  const fresh = (over: object = {}) => JSON.stringify({ ...own.delivery(++next), ...over });
  const post = (body: string, headers: Record<string, string>, app = product.doors.webhook) =>
    app.request(`http://aftercall.test${webhook!.path}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });
  const proofOf = async (rawBody: Uint8Array<ArrayBuffer>) => {
    const headers = new Headers(own.genuine(new TextDecoder().decode(rawBody)));
    const url = new URL(`http://aftercall.test${webhook!.path}`);
    return webhook!.verify({ headers, url, rawBody }, product.services.config.vendors[name]!);
  };
  /** The door of a deployment that has none of this vendor's variables. */
  const unconfigured = () => {
    const { services } = product;
    const config = { ...services.config, vendors: { ...services.config.vendors, [name]: {} } };
    return webhookApp(() => ({ ...services, config }), all);
  };

  test("without a secret of ours nothing is taken: 503, and nothing is stored", async () => {
    const before = await kept();
    const body = fresh();
    const response = await post(body, own.genuine(body), unconfigured());
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("30");
    expect(await response.json()).toMatchObject({ error: { code: "not_configured" } });
    expect(await kept()).toEqual(before);
  });

  test("without its proof, or with a wrong one: 401, and nothing is stored", async () => {
    const before = await kept();
    const body = fresh();
    for (const headers of [{}, own.wrong(body)]) {
      const response = await post(body, headers);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: "unauthorized" } });
    }
    expect(await kept()).toEqual(before);
  });

  test("with its proof it takes effect once, however often it comes", async () => {
    const before = await countOf(own.table);
    const body = fresh();
    const first = await post(body, own.genuine(body));
    const taken = webhook!.answerTaken ? await webhook!.answerTaken().json() : { outcome: "processed" };
    expect([first.status, await first.json()]).toMatchObject([200, taken]);
    const effects = (await countOf(own.table)) - before;
    expect(effects).toBeGreaterThan(0);
    const again = await Promise.all(Array.from({ length: 5 }, () => post(body, own.genuine(body))));
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await countOf(own.table)) - before).toBe(effects);
    expect((await kept()).slice(-6).map(({ source, outcome }) => `${source} ${outcome}`)).toEqual([
      `${name} processed`,
      ...Array.from({ length: 5 }, () => `${name} duplicate`),
    ]);
  });

  test("our own secrets are not stored with it, wherever they stand", async () => {
    const secrets = all
      .flatMap(({ variables }) => variables.filter(({ isSecret }) => isSecret))
      .flatMap(({ name: variable }) => wholeEnv[variable] ?? []);
    expect(secrets.length).toBeGreaterThan(1);
    const body = fresh({ note: secrets.join(" "), nested: [{ deep: secrets.at(-1) }] });
    expect((await post(body, own.genuine(body))).status).toBe(200);
    const stored = JSON.stringify((await kept()).at(-1));
    for (const secret of secrets) expect(stored).not.toContain(secret);
  });

  test("what is kept of it reads as it did when it came", async () => {
    const read = await vendor.events!.reader();
    const reading = { defaultCountry: "IT", mapping: {} };
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const rawBody = bytes(own.delivery(9_000));
    const request = { contentType: "application/json", ...(await proofOf(rawBody)) };
    const first = read({ ...request, rawBody }, reading);
    const again = read({ ...request, rawBody: bytes(redactBody(first.body, [])) }, reading);
    expect(prepareEffects(again.delivery.values, [])).toEqual(prepareEffects(first.delivery.values, []));
    expect(first.delivery.eventType).not.toBe("");
  });

  test("whether it was signed is told again with what is kept of it", async () => {
    const body = "{";
    await post(body, own.genuine(body));
    const ids = [Number((await kept()).at(-1)!.id)];
    const { data } = await staff.client.rpc("take_for_replay", { ids });
    const { isSigned } = await proofOf(new TextEncoder().encode(body));
    expect((data as { deliveries: object[] }).deliveries).toMatchObject([{ source: name, isSigned }]);
  });

  test("garbage is answered, kept, and breaks nothing", async () => {
    const before = (await kept()).length;
    for (const body of garbage) {
      for (const type of contentTypes) {
        const response = await post(body, { ...own.genuine(body), "content-type": type });
        expect([body.slice(0, 40), type, response.status]).toEqual([
          body.slice(0, 40),
          type,
          expect.toSatisfy((status: number) => [200, 400, 413, 415, 422].includes(status)),
        ]);
      }
    }
    const rows = (await kept()).slice(before);
    expect(rows).toHaveLength(garbage.length * contentTypes.length);
    expect(rows.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  });

  test("too large it is not read, but kept as something to look at, of who proves to be it", async () => {
    const before = (await kept()).length;
    const huge = `{"a":"${"x".repeat(webhook!.maxBytes)}"}`;
    const stranger = await post(huge, {});
    expect(stranger.status).toBe(401);
    expect(await kept()).toHaveLength(before);
    const length = String(Buffer.byteLength(huge));
    const response = await post(huge, { ...own.genuine(huge), "content-length": length });
    expect(response.status).toBe(413);
    expect((await kept()).at(-1)).toMatchObject({
      source: name,
      outcome: "rejected",
      reason: "body_too_large",
    });
    const [look] = await product.db.sql`select * from attention order by id desc limit 1`;
    expect(look).toMatchObject({ kind: "body_too_large", request_id: (await kept()).at(-1)!.id });
  });

  test("other methods are told which there are", async () => {
    for (const webhook of vendor.events!.webhooks) {
      const response = await product.doors.webhook.request(`http://aftercall.test${webhook.path}`, {
        method: "DELETE",
      });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe(webhook.methods.join(", "));
    }
  });

  if (own.handshake)
    test("its question is answered to who knows the secret", async () => {
      const { right, wrong, answer } = own.handshake!;
      const ask = (query: string, app = product.doors.webhook) =>
        app.request(`http://aftercall.test${webhook!.path}${query}`);
      const before = await kept();
      expect(await (await ask(right)).text()).toBe(answer);
      expect((await ask(wrong)).status).toBe(403);
      expect((await ask("")).status).toBe(403);
      expect((await ask(right, unconfigured())).status).toBe(503);
      expect(await kept()).toEqual(before);
    });

  test.each(["it", "en"] as const)("the monitor shows it in its own words: %s", async (language) => {
    const words = vendor.words[language];
    const events = await (
      await manager.get(`/monitor/events?outcome=all&source=${name}`, { "accept-language": language })
    ).text();
    const named = `<strong>${words.source}</strong>`;
    const rows = events.split('<li class="row"').slice(1);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !row.includes(named))).toEqual([]);
    const home = await (await manager.get("/monitor/diagnostics", { "accept-language": language })).text();
    expect(home).toContain(`id="heard-${name}"`);
    expect(home).toContain(`<h3 class="part">${words.source}</h3>`);
  });
});

test("the filter of events offers each of them, and nobody else", async () => {
  const html = await (await manager.get("/monitor/events?outcome=all")).text();
  const offered = [...html.matchAll(/[?&;]source=([a-z_]+)/g)].map(([, source]) => source);
  expect([...new Set(offered)]).toEqual(subjectsWith("events").map(([name]) => name));
  expect((await manager.get("/monitor/events?outcome=all&source=nobody")).status).toBe(200);
});
