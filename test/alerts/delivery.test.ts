import { HttpResponse } from "msw";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, phone } from "../support/calls.ts";
import { hookSecret, hookUrl, type Stage, stage } from "./stage.ts";

/** Alerts reach people: once per incident, with its end. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const down = (status = "logged_out") => {
  s.product.wasender.answerStatus(() => HttpResponse.json({ status: "logged_out" }));
  return s.product.postWasender({ event: "session.status", timestamp: 1_794_830_400, data: { status } });
};
/** Connected, and for so long that it is over. */
const up = async () => {
  await s.product.postWasender({
    event: "session.status",
    timestamp: 1_794_830_400,
    data: { status: "connected" },
  });
  await s.pass(3);
};
const types = () => s.posted.map(({ body }) => body.type);
const refuse = (status: number) => s.answerNext(() => HttpResponse.text("no", { status }));

describe("a notice", () => {
  test("is posted once for the opening and once for the end, however many ticks", async () => {
    await down();
    await s.minutes(5);
    expect(types()).toEqual(["alert.opened"]);
    await up();
    await s.minutes(5);
    expect(types()).toEqual(["alert.opened", "alert.closed"]);
    expect(await s.sql`select opening_outcome, end_outcome from alert_notices`).toEqual([
      { opening_outcome: "delivered", end_outcome: "delivered" },
    ]);
  });

  test("says in Italian what is wrong, since when and what to do, and the same for programs", async () => {
    await s.product.close();
    s = await stage({ PUBLIC_URL: "https://aftercall.example.test/somewhere" });
    await s.sql`update channels set name = 'WhatsApp <A&B>'`;
    await down();
    await s.product.tick();
    await s.pass(15);
    await up();
    await s.product.tick();
    const [alert] = await s.alerts();
    const at = (time: Date) => time.toISOString();
    expect(s.posted.map(({ body }) => body)).toMatchObject([
      {
        text: [
          "*WhatsApp &lt;A&amp;B&gt;: il numero non è collegato, non parte nessun messaggio*",
          "Inizio: 21 nov, 10:00. Apri Wasender, voce Sessions, e ricollega il telefono con il codice QR. Poi riprende da solo.",
          "<https://aftercall.example.test/monitor|Apri il monitor>",
        ].join("\n"),
        type: "alert.opened",
        timestamp: at(alert!.opened_at),
        data: {
          kind: "channel_down",
          subject: s.channel,
          since: at(alert!.since),
          until: null,
          details: { channel: "WhatsApp <A&B>", reason: "session_down" },
        },
      },
      {
        text: [
          "*Risolto: WhatsApp &lt;A&amp;B&gt;: il numero non è collegato, non parte nessun messaggio*",
          "Inizio: 21 nov, 10:00. Fine: 21 nov, 10:18.",
          "<https://aftercall.example.test/monitor|Apri il monitor>",
        ].join("\n"),
        type: "alert.closed",
        data: { until: at(alert!.closed_at) },
      },
    ]);
  });

  test("speaks English to a company elsewhere, and leaves out a link that nobody knows", async () => {
    await s.sql`update workspaces set default_country = 'DE'`;
    await down();
    await s.product.tick();
    expect(s.posted[0]!.body.text).toMatch(
      /^\*WhatsApp: the number is not connected.*\*\nSince: 21 Nov, 10:00\. Open Wasender/,
    );
    expect(s.posted[0]!.body.text).not.toContain("monitor");
  });

  test("is signed: what a receiver verifies with the library", async () => {
    await down();
    await s.product.tick();
    const [{ headers, payload }] = s.posted as [(typeof s.posted)[number]];
    const receiver = new Webhook(hookSecret);
    expect(receiver.verify(payload, Object.fromEntries(headers))).toMatchObject({ type: "alert.opened" });
    expect(() => receiver.verify(payload.replace("down", "up"), Object.fromEntries(headers))).toThrow();
  });

  test("carries no person's number or name", async () => {
    await s.product.postCloudtalk(endedCall(1, { contact_name: "Maria Bianchi", agent_name: "Luca Verdi" }));
    await s.pass(5);
    s.product.wasender.answerNext(() => HttpResponse.json({ message: phone(1) }, { status: 401 }));
    await s.product.db.service.rpc("watch", { deliver: false });
    await s.minutes(3);
    expect(types().length).toBeGreaterThan(1);
    const sent = s.posted.map(({ payload }) => payload).join("\n");
    for (const personal of [phone(1), phone(1).slice(3), "Maria", "Luca"])
      expect(sent).not.toContain(personal);
  });

  test("keeps address and secret out of the log", async () => {
    refuse(500);
    s.answerNext(() => HttpResponse.error());
    await down();
    await s.minutes(4);
    expect(s.logged.join("\n")).toContain("alert not delivered");
    expect(s.logged.join("\n")).not.toMatch(/hooks\.example|of-the-tests|whsec_/);
    expect(JSON.stringify(await s.sql`select * from alert_notices`)).not.toMatch(/hooks\.example|whsec_/);
  });
});

describe("a receiver that does not answer", () => {
  test("gets the same webhook-id with each try: after 1, 2, 4 minutes and so on, eight times in all", async () => {
    for (let i = 0; i < 20; i += 1) refuse(503);
    await down();
    for (const [n, wait] of [1, 2, 4, 8, 16, 32, 64, 1_000].entries()) {
      await s.product.tick();
      expect(s.posted).toHaveLength(n + 1);
      await s.pass(wait - 0.1);
      await s.product.tick();
      expect(s.posted).toHaveLength(n + 1);
      await s.pass(0.1);
    }
    expect(new Set(s.posted.map(({ headers }) => headers.get("webhook-id"))).size).toBe(1);
    expect(await s.sql`select opening_outcome, last_error from alert_notices`).toEqual([
      { opening_outcome: "given_up", last_error: "answered 503" },
    ]);
  });

  test("hears the opening first and then the end, when both are due", async () => {
    refuse(500);
    await down();
    await s.product.tick();
    await up();
    await s.minutes(4);
    expect(types()).toEqual(["alert.opened", "alert.opened", "alert.closed"]);
    const ids = s.posted.map(({ headers }) => headers.get("webhook-id"));
    expect([ids[0] === ids[1], ids[1] === ids[2]]).toEqual([true, false]);
  });

  test("410 is the end of it; a redirect is not followed", async () => {
    refuse(410);
    await down();
    await s.minutes(10);
    expect(s.posted).toHaveLength(1);
    await up();
    await s.minutes(2);
    expect(s.posted).toHaveLength(1);
    s.answerNext(() => new Response(null, { status: 307, headers: { location: `${hookUrl}/elsewhere` } }));
    await down();
    await s.product.tick();
    expect(
      await s.sql`select n.last_error from alert_notices n join alerts a on a.id = n.alert_id
      where a.closed_at is null`,
    ).toEqual([{ last_error: "answered 307" }]);
  });

  test("stops no tick, nor does a database that fails to watch", async () => {
    s.answerNext(() => HttpResponse.error());
    await down();
    expect(await s.product.tick()).toMatchObject({ alerts: { opened: 1, delivered: 0 } });
    await s.sql`drop function public.watch(boolean)`;
    expect(await s.product.tick()).toMatchObject({ alerts: { opened: 0, closed: 0, delivered: 0 } });
    expect(s.logged.join("\n")).toContain('"job":"alerts"');
  });
});

describe("at once", () => {
  test("twenty ticks open one alert and deliver it once", async () => {
    await down();
    const reports = await Promise.all(Array.from({ length: 20 }, () => s.product.tick()));
    expect(reports.reduce((sum, { alerts }) => sum + alerts.opened, 0)).toBe(1);
    expect(s.posted).toHaveLength(1);
  });

  test("a worker that died with a notice in hand: the next one is due a minute later", async () => {
    await down();
    const take = async () => (await s.product.db.service.rpc("watch", { deliver: true })).data.notices;
    expect(await take()).toHaveLength(1);
    expect(await take()).toHaveLength(0);
    await s.pass(1);
    expect(await take()).toHaveLength(1);
  });
});

describe("without an address", () => {
  test("nothing is posted, and what is long over is not sent when there is one", async () => {
    const watch = (deliver: boolean) => s.product.db.service.rpc("watch", { deliver });
    await down();
    await watch(false);
    await up();
    await s.pass(1);
    await watch(false);
    await s.pass(60);
    await down();
    await watch(false);
    await s.pass(24 * 60);
    await s.product.tick();
    expect(types()).toEqual(["alert.opened"]);
    expect(s.posted[0]!.body.data.since).toBe("2026-11-21T10:04:00.000Z");
  });
});
