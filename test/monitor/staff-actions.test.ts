import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";
import { tellStory } from "./story.ts";
import { Visitor } from "./visitor.ts";

/** "Don't send", "send anyway" and "seen", as a browser without scripts posts them. */
let product: Product;
let visitor: Visitor;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  await tellStory(product);
  visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff());
});
afterAll(() => product.close());

const page = async () => (await visitor.get("/monitor/diagnostics")).text();
const idOfCall = async (n: number) =>
  (await product.db.sql`select id from cloudtalk_calls where phone_number = ${phone(n)} order by id`)[0]!
    .id as string;
const statusOf = async (n: number) =>
  (
    await product.db.sql`select status from whatsapp_messages where recipient = ${phone(n)} order by id desc`
  )[0]?.status;
const override = async (n: number, decision: string, query = "", lifts?: string) =>
  visitor.post(`/monitor/calls/${await idOfCall(n)}/override${query}`, { decision, ...(lifts && { lifts }) });

describe("a call", () => {
  test("whose message waits is offered “don't send”, and what came of it is said", async () => {
    expect(await page()).toContain(`id="call-dont_send-${await idOfCall(10)}"`);
    const answer = await override(10, "dont_send", "?calls=waiting&back=//evil.example");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/monitor/diagnostics?calls=waiting");
    expect(await statusOf(10)).toBe("cancelled");
    const html = await page();
    expect(html).toContain("It will not be sent.");
    expect(html).toContain("A person decided not to send it.");
  });

  test("may be sent after all", async () => {
    expect(await page()).toContain(`id="call-send-${await idOfCall(10)}"`);
    await override(10, "send", "", "staff_refused");
    expect(await statusOf(10)).toBe("queued");
    expect(await page()).toContain("it leaves at its next turn");
  });

  test("that nobody answered may be sent to, too", async () => {
    await override(4, "send", "", "unanswered");
    expect(await statusOf(4)).toBe("queued");
  });

  test("whose message has left cannot be held back", async () => {
    expect(await page()).not.toContain(`id="call-dont_send-${await idOfCall(1)}"`);
    await override(1, "dont_send");
    expect(await page()).toContain("Too late");
    expect(await statusOf(1)).toBe("read");
  });

  test("of a fixed line, which may have WhatsApp, is offered it", async () => {
    const [{ id }] = await product.db.sql<[{ id: string }]>`
      select id from cloudtalk_calls where phone_problem = 'fixed_line'`;
    expect(await page()).toContain(`id="call-send-${id}"`);
  });

  test("of somebody who asked not to be written to is refused, in words", async () => {
    await product.postCloudtalk(endedCall(30, { talking_time: "0" }));
    await product.db.sql`update contacts set opted_out_at = app.now() where id =
      (select contact_id from cloudtalk_calls where phone_number = ${phone(30)})`;
    await override(30, "send");
    expect(await page()).toContain("Not sent: the contact asked not to be contacted again.");
    expect(await statusOf(30)).toBeUndefined();
  });

  test("of somebody who was blocked while it waited may be sent once they are not", async () => {
    await product.postCloudtalk(endedCall(31));
    const [{ contact, call }] = await product.db.sql<[{ contact: string; call: string }]>`
      select contact_id as contact, id as call from cloudtalk_calls where phone_number = ${phone(31)}`;
    const manager = await product.db.createStaff({ role: "manager" });
    const block = (blocked: boolean) =>
      manager.client.rpc("set_contact_blocked", { contact, blocked, reason: "prova" });
    await block(true);
    expect(await statusOf(31)).toBe("skipped");
    expect(await page()).not.toContain(`id="call-send-${call}"`);
    await block(false);
    expect(await page()).toContain(`id="call-send-${call}"`);
    await override(31, "send");
    expect(await statusOf(31)).toBe("queued");
  });

  test("of an erased person is called so in every list, and is not offered to anybody", async () => {
    await product.postCloudtalk(endedCall(32));
    const [{ contact, call }] = await product.db.sql<[{ contact: string; call: string }]>`
      select contact_id as contact, id as call from cloudtalk_calls where phone_number = ${phone(32)}`;
    const admin = await product.db.createStaff({ role: "admin" });
    const { data } = await admin.client.rpc("erase_contact", {
      contact,
      reason: "richiesta",
      typed: "Cliente 32",
    });
    expect(data).toMatchObject({ erased: true });
    const html = await page();
    const named = new RegExp(`<a class="who" href="/monitor/contacts/${contact}">Erased person</a>`, "g");
    // Its call, and its message.
    expect(html.match(named)).toHaveLength(2);
    expect(html).not.toContain(`id="call-send-${call}"`);
  });

  test("names the call that asked for it", async () => {
    const covered = /id="call-\d+"[^§]*?<p class="why">Already asked.*?<a href="#call-(\d+)">Call of/.exec(
      await page(),
    );
    expect(covered?.[1]).toBe(await idOfCall(3));
  });
});

describe("“seen”", () => {
  test.for([
    ["messages", "failed"],
    ["incidents", "incident"],
  ] as const)("takes one of the %s off the list, once", async ([kind, card]) => {
    const id = new RegExp(`id="${card}-(\\d+)"`).exec(await page())![1];
    await visitor.post(`/monitor/${kind}/${id}/seen`);
    const html = await page();
    expect(html).toContain("Seen: off the list.");
    expect(html).not.toContain(`id="${card}-${id}"`);
    await visitor.post(`/monitor/${kind}/${id}/seen`);
    expect(await page()).toContain("settled already");
  });
});

describe("is refused", () => {
  const paths = async () =>
    [
      [`/monitor/calls/${await idOfCall(11)}/override`, { decision: "dont_send" }],
      ["/monitor/messages/1/seen", {}],
      ["/monitor/incidents/1/seen", {}],
      ["/monitor/messages/1/resolve", { decision: "resend" }],
      ["/monitor/sign-out", {}],
    ] as const;

  test("from another site, and without any origin", async () => {
    for (const [path, form] of await paths()) {
      for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
        expect([path, (await visitor.post(path, form, headers as Record<string, string>)).status]).toEqual([
          path,
          403,
        ]);
      }
    }
    expect(await statusOf(11)).toBe("queued");
  });

  test("to a stranger and to another company", async () => {
    await product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    for (const workspace of [null, "neighbour"]) {
      const other = new Visitor(product.doors.monitor);
      await other.signIn(await product.db.createStaff({ workspace }));
      for (const [path, form] of (await paths()).slice(0, 4)) {
        expect([path, (await other.post(path, form)).status]).toEqual([path, 403]);
      }
    }
    expect((await new Visitor(product.doors.monitor).post((await paths())[0]![0], {})).status).toBe(303);
    expect(await statusOf(11)).toBe("queued");
  });

  test("when it is nonsense", async () => {
    expect((await override(11, "constructor")).status).toBe(400);
    expect((await visitor.post("/monitor/calls/x/override", { decision: "send" })).status).toBe(404);
  });

  test.for(["settings/rules", "settings/hours", "settings/fields", "events/replay"])(
    "as no form at all, to %s",
    async (path) => {
      const manager = new Visitor(product.doors.monitor);
      await manager.signIn(await product.db.createStaff({ role: "manager" }));
      const json = { origin: "http://aftercall.test", "content-type": "application/json" };
      expect((await manager.post(`/monitor/${path}`, {}, json)).status).toBe(400);
    },
  );
});
