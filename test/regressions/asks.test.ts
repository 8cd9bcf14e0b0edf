import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  accepted,
  echo,
  endedCall,
  hidden,
  inbound,
  type Kit,
  kit,
  lid,
  pdf,
  phone,
  refusal,
} from "../support/kit.ts";

let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());
const hour = 3_600_000;

describe("asks and covered calls", () => {
  test("the covering ask expires unsent: the covered call, still fresh, asks", async () => {
    await k.sql`update channels set state='paused', pause_reason='staff'`;
    await k.ct(endedCall(1));
    await k.shift(71 * hour);
    await k.ct(endedCall(1, { call_id: "fresh" }));
    await k.shift(hour);
    await k.product.tick();
    expect(await k.call("fresh")).toMatchObject({ should_send: true, covered_by: null });
  });
  test("the oldest covered call is promoted", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(1, { call_id: "a" }));
    await k.ct(endedCall(1, { call_id: "b" }));
    await k.ct(endedCall(1, { call_id: "a", call_tags: "x" }));
    await k.ct(refusal);
    expect((await k.call("a")).covered_by).toBe(null);
  });
  test("fixed line in a later VoiceAgent body does not cancel the message to the mobile", async () => {
    await k.ct(endedCall(1));
    await k.ct({ data: { callId: "900000001", customer_phone: "+390612345678", interestConfirmed: true } });
    expect(await k.call("900000001")).toMatchObject({ phone_number: phone(1), should_send: true });
  });
  test("shouldSend:false known by uuid, joined by a body with both ids", async () => {
    await k.ct(endedCall(1));
    await k.ct({ data: { call_uuid: "u-1", caller_number: phone(1), shouldSend: false } });
    await k.ct(endedCall(1, { call_uuid: "u-1" }));
    expect((await k.followUp(1)).status).toBe("cancelled");
  });
  test("redelivered first body does not undo a later fact", async () => {
    const first = endedCall(1, { call_tags: "a" });
    await k.ct(first);
    await k.ct({ ...first, event: "call-modified", call_tags: "a,b" });
    const again = await k.ct(first);
    expect([again.outcome, (await k.call("900000001")).tags]).toEqual(["duplicate", ["a", "b"]]);
  });
  test("an LLM phone that comes first does not choose the recipient", async () => {
    await k.ct({ data: { callId: "900000001", phone_number: phone(7) } });
    await k.ct(endedCall(1));
    const queued = (await k.msgs()).filter(({ status }) => status === "queued");
    expect(queued.map(({ recipient }) => recipient)).toEqual([phone(1)]);
    const [contact] =
      await k.sql`select value from contact_identities i join cloudtalk_calls c using (contact_id)`;
    expect(contact?.value).toBe(phone(1));
  });
  test("a long talking time does not poison", async () => {
    const r = await k.product.postCloudtalk(endedCall(1, { talking_time: "99999999999:00:00" }));
    expect(r.status).toBe(200);
  });
  test("a very long whatsapp id does not poison", async () => {
    const id = Array.from({ length: 9000 }, () => Math.random().toString(36)[3]).join("");
    const r = await k.product.postWasender(inbound(1, "x", { id }));
    expect(r.status).not.toBe(503);
  });
});

describe("flag", () => {
  test("attachment by an unmatched LID while queued, sent before the pair is known: flagged", async () => {
    await k.ct(endedCall(1));
    await k.shift(1000);
    await k.wa(hidden(1, "", {}, { message: pdf }));
    await k.shift(1000);
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.shift(60_000);
    await k.wa(hidden(1, "ciao", { cleanedSenderPn: phone(1).slice(1) }));
    expect((await k.call("900000001")).electricity_bill_evidence).toBe("attachment");
  });
  test("an unmatched LID that quotes our ask answers it", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.rpc("bind_message", { message: c.message.id, info: { whatsappId: "3EB01", chat: {} } });
    await k.wa(
      hidden(
        1,
        "Sì",
        {},
        { message: { extendedTextMessage: { text: "Sì", contextInfo: { stanzaId: "3EB01" } } } },
      ),
    );
    expect((await k.call("900000001")).electricity_bill_received).toBe(true);
  });
  test("an echo to a phone whose LID is known for another contact binds the phone's message", async () => {
    await k.sql`update channels set min_interval_ms = 0`;
    await k.wa(hidden(1, "ciao", { cleanedSenderPn: phone(1).slice(1) })); // lid belongs to 1
    await k.ct(endedCall(1));
    await k.shift(5);
    await k.ct(endedCall(2));
    for (const id of ["58", "59"]) {
      const c = await k.claim();
      await k.settle(c.message.id, 1, { ...accepted, providerMessageId: id });
      await k.shift(5);
    }
    await k.wa(echo(2, "3EB02", (await k.followUp(2)).body, { senderLid: lid, remoteJidAlt: lid }));
    expect((await k.followUp(1)).whatsapp_message_id).toBe(null);
    expect((await k.followUp(2)).whatsapp_message_id).toBe("3EB02");
  });
  test("an echo of an unknown LID tells whose LID it is, once a status with both ids binds it", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.wa(echo(1, "3EB01", c.message.text, { remoteJid: lid, addressingMode: "lid" }));
    await k.wa({
      event: "messages.update",
      data: { msgId: 58, key: { id: "3EB01", fromMe: true }, update: { status: 3 } },
    });
    expect(await k.msgs()).toHaveLength(1);
    await k.wa(hidden(1, "ok"));
    expect((await k.call("900000001")).electricity_bill_received).toBe(true);
  });
  test("failed, but the customer quotes it", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.rpc("bind_message", { message: c.message.id, info: { whatsappId: "3EB01", chat: {} } });
    await k.wa({
      event: "messages.update",
      data: { key: { id: "3EB01", fromMe: true }, update: { status: 0 } },
    });
    await k.wa(
      inbound(1, "Sì", {
        message: { extendedTextMessage: { text: "Sì", contextInfo: { stanzaId: "3EB01" } } },
      }),
    );
    expect((await k.call("900000001")).electricity_bill_received).toBe(true);
  });
  test("quote of covered call: the covering message; two asks one quoted", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(1, { call_id: "cov" }));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.rpc("bind_message", { message: c.message.id, info: { whatsappId: "3EB01", chat: {} } });
    await k.wa(
      inbound(1, "Sì", {
        message: { extendedTextMessage: { text: "Sì", contextInfo: { stanzaId: "3EB01" } } },
      }),
    );
    expect((await k.call("cov")).electricity_bill_received).toBe(true);
  });
  test("a stop learned by merge closes the open ask", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.wa(hidden(1, "stop"));
    await k.wa(hidden(1, "ciao", { cleanedSenderPn: phone(1).slice(1) }));
    expect((await k.followUp(1)).ask_open).toBe(false);
  });
});

describe("channel", () => {
  test("a failed session.status applied late does not undo a newer one", async () => {
    await k.sql.unsafe(
      `alter table channels add constraint broken check (connection_status is distinct from 'disconnected')`,
    );
    await k.wa({ event: "session.status", data: { status: "disconnected" } });
    await k.sql.unsafe(`alter table channels drop constraint broken`);
    await k.shift(5_000);
    await k.wa({ event: "session.status", data: { status: "connected" } });
    await k.shift(31_000);
    await k.rpc("tick", {});
    expect((await k.sql`select state, connection_status from channels`)[0]).toMatchObject({
      state: "active",
      connection_status: "connected",
    });
  });
  test("plan ended while /status says connected: probes back off, one send an hour or so, not one a minute", async () => {
    const { HttpResponse } = await import("msw");
    await k.ct(endedCall(1));
    for (let i = 0; i < 200; i++)
      k.product.wasender.answerNext(() =>
        HttpResponse.json(
          { success: false, message: "Active subscription or trial is required to use the API" },
          { status: 403 },
        ),
      );
    for (let i = 0; i < 60; i++) {
      await k.product.tick();
      await k.shift(60_000);
    }
    expect(k.product.wasender.sends.length).toBeLessThan(15);
  });
  test("a waiter for a far retry does not keep a nearer message waiting", async () => {
    await k.sql`update channels set min_interval_ms = 5000`;
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, { kind: "not_sent", code: "unreachable", message: "x" });
    await k.sql`update whatsapp_messages set due_at = app.now() + interval '70 seconds'`;
    expect(await k.claim(75_000)).toMatchObject({ action: "wait", ms: 70_000 });
    await k.ct(endedCall(2));
    expect(await k.claim(75_000)).toMatchObject({ action: "wait", ms: 5_000 });
  });
  test("forecast goes on after a message that will expire first", async () => {
    await k.product.db.freezeClock("2026-11-21T21:30:00Z");
    await k.ct(endedCall(1));
    await k.ct(endedCall(2));
    await k.shift(31 * 60_000);
    await k.sql`update whatsapp_messages set expires_at = app.now() + interval '1 hour' where recipient = ${phone(1)}`;
    await k.sql`update whatsapp_messages set due_at = '2026-11-22T09:00:00Z' where recipient = ${phone(2)}`;
    const f = await k.sql`select * from app.queue_forecast(${k.channel}, 50)`;
    expect(f.map((r) => r.expected_at?.toISOString?.())).toContain("2026-11-22T09:00:00.000Z");
  });
});
