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
  limited,
  pdf,
  phone,
  refusal,
} from "../support/kit.ts";

let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

describe("sending -> not_sent", () => {
  test("shouldSend:false while sending, then provably not sent: must not leave", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.ct(refusal);
    await k.settle(c.message.id, 1, limited);
    await k.shift(120_000);
    expect(await k.claim()).toMatchObject({ action: "idle" });
    expect(await k.followUp(1)).toMatchObject({ status: "cancelled" });
  });
  test("STOP while sending, then not sent: skipped, not queued for 72 h", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.wa(inbound(1, "STOP"));
    await k.settle(c.message.id, 1, limited);
    await k.product.tick();
    await k.shift(120_000);
    await k.product.tick();
    expect(await k.followUp(1)).toMatchObject({ status: "skipped", reason_code: "opted_out" });
  });
  test("attachment while sending, then not sent: not asked for what has come", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.wa(inbound(1, "", { message: pdf }));
    await k.settle(c.message.id, 1, limited);
    await k.shift(120_000);
    expect(await k.claim()).toMatchObject({ action: "idle" });
  });
  test("text reply while sending, then not sent, then another call: one ask", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.wa(inbound(1, "ok"));
    await k.settle(c.message.id, 1, limited);
    await k.ct(endedCall(1, { call_id: "second" }));
    expect(await k.sql`select id from whatsapp_messages where status = 'queued'`).toHaveLength(1);
  });
  test("resend for an opted-out contact is refused or skipped, not queued", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
    await k.wa(inbound(1, "STOP"));
    const staff = await k.product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: c.message.id, decision: "resend" });
    await k.product.tick();
    expect((await k.followUp(1)).status).not.toBe("queued");
  });
});

describe("attempts", () => {
  test("first attempt's late acceptance, second provably not sent: no third call", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.shift(60_000);
    await k.product.db.service.rpc("tick");
    const staff = await k.product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: c.message.id, decision: "resend" });
    await k.shift(60_000);
    const c2 = await k.claim();
    expect(c2).toMatchObject({ action: "claimed", message: { attempt: 2 } });
    await k.settle(c.message.id, 1, accepted);
    await k.settle(c.message.id, 2, limited);
    await k.shift(120_000);
    expect(await k.claim()).toMatchObject({ action: "idle" });
  });
  test("a late not_begun of a freed lease does not give the slot back", async () => {
    await k.ct(endedCall(1));
    await k.shift(10);
    await k.ct(endedCall(2));
    await k.shift(10);
    await k.ct(endedCall(3));
    const dead = await k.claim();
    await k.shift(60_000);
    await k.rpc("tick", {});
    await k.shift(60_000);
    const two = await k.claim();
    expect(two).toMatchObject({ action: "claimed", message: { to: phone(2) } });
    await k.settle(two.message.id, 1, accepted);
    await k.settle(dead.message.id, 1, { kind: "not_sent", code: "not_begun", message: "late" });
    expect((await k.claim()).action).not.toBe("claimed");
  });
  test("a reply between an uncertain send and its resend counts, when the pair is learned later", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
    await k.shift(60_000);
    await k.wa(hidden(1, "Va bene"));
    await k.shift(60_000);
    const staff = await k.product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: c.message.id, decision: "resend" });
    const c2 = await k.claim();
    await k.settle(c2.message.id, 2, accepted);
    await k.shift(60_000);
    await k.wa(
      echo(1, "3EBX", "altro", { remoteJid: lid, remoteJidAlt: `${phone(1).slice(1)}@s.whatsapp.net` }),
    );
    const [ids] =
      await k.sql`select count(distinct contact_id)::int n from contact_identities where value in (${lid}, ${phone(1)})`;
    expect(ids!.n).toBe(1);
    expect((await k.call("900000001")).electricity_bill_received).toBe(true);
  });
  test("staff says sent, its echo comes later: one message", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
    const staff = await k.product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: c.message.id, decision: "sent" });
    await k.wa(echo(1, "3EB01", c.message.text));
    await k.wa({
      event: "messages.update",
      data: { key: { id: "3EB01", fromMe: true }, update: { status: 4 } },
    });
    expect((await k.msgs()).map(({ purpose, status }) => [purpose, status])).toEqual([["follow_up", "read"]]);
  });
  test("provider-id-only 'sent' then echo: one message, bound", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.wa({
      event: "message.sent",
      data: { id: 58, to: phone(1), status: "sent", type: "text", content: "x" },
    });
    await k.wa(echo(1, "3EB01", c.message.text));
    expect((await k.msgs()).map(({ purpose, status }) => [purpose, status])).toEqual([["follow_up", "sent"]]);
  });
  test("a failure by provider id that overtakes our settle is kept", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.wa({ event: "messages.update", data: { msgId: 58, update: { status: 0 } } });
    await k.settle(c.message.id, 1, accepted);
    expect((await k.followUp(1)).status).toBe("failed");
  });
  test("nameless failure, wrong guess, then echo proves the send: not a second message", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.wa({ event: "message.sent", data: { success: false, error: "Failed" } });
    await k.wa(echo(1, "3EB01", c.message.text));
    await k.wa({
      event: "messages.update",
      data: { key: { id: "3EB01", fromMe: true }, update: { status: 3 } },
    });
    expect((await k.msgs()).map(({ purpose, status }) => [purpose, status])).toEqual([
      ["follow_up", "delivered"],
    ]);
  });
  test("nameless failure with one accepted and one resend waiting: an incident, not a guess", async () => {
    await k.ct(endedCall(1));
    await k.shift(5);
    await k.ct(endedCall(2));
    const c = await k.claim();
    await k.settle(c.message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
    await k.shift(60_000);
    const c2 = await k.claim();
    await k.settle(c2.message.id, 1, accepted);
    const staff = await k.product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: c.message.id, decision: "resend" });
    await k.wa({ event: "message.sent", data: { success: false, error: "Failed" } });
    expect((await k.followUp(2)).status).toBe("accepted");
  });
  test("echo after /info bound it is no bodyless duplicate of nothing", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.rpc("bind_message", {
      message: c.message.id,
      info: { whatsappId: "3EB01", status: "sent", chat: {} },
    });
    const answer = await k.wa(echo(1, "3EB01", c.message.text));
    const [row] =
      await k.sql`select outcome, duplicate_of, body from webhook_requests where id = ${answer.requestId}`;
    expect(row!.outcome === "duplicate" && row!.duplicate_of === null).toBe(false);
  });
  test("failed then delivered: the ask is open again, one ask", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, accepted);
    await k.rpc("bind_message", { message: c.message.id, info: { whatsappId: "3EB01", chat: {} } });
    for (const s of [0, 3])
      await k.wa({
        event: "messages.update",
        data: { key: { id: "3EB01", fromMe: true }, update: { status: s } },
      });
    await k.ct(endedCall(1, { call_id: "second" }));
    expect((await k.msgs()).map((m) => m.status)).toEqual(["delivered"]);
  });
  test("resend expires: the customer may hold the first one; reply still counts", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
    const staff = await k.product.db.createStaff();
    await k.sql`update channels set state='paused', pause_reason='staff'`;
    await staff.client.rpc("resolve_uncertain", { message: c.message.id, decision: "resend" });
    await k.shift(72 * 3_600_000);
    await k.product.tick();
    await k.wa(inbound(1, "Eccomi"));
    expect((await k.call("900000001")).electricity_bill_received).toBe(true);
  });
  test("staff resend waiting, text reply arrives: nothing more is sent", async () => {
    await k.ct(endedCall(1));
    const c = await k.claim();
    await k.settle(c.message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
    const staff = await k.product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: c.message.id, decision: "resend" });
    await k.wa(inbound(1, "Ricevuto, mando domani"));
    await k.shift(120_000);
    expect((await k.call("900000001")).electricity_bill_received).toBe(true);
    expect((await k.claim()).action).toBe("idle");
  });
});
