import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, type Kit, kit, phone } from "../support/kit.ts";

/** What a vendor refuses, holds back or never delivers: of one person, of one text, for a while or for good. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
  await k.sql`update channels set capabilities = capabilities || '{"templates": true}',
    min_interval_ms = 0, max_in_flight = 8, daily_limit = 0`;
});
afterEach(() => k.product.close());

const claimAll = async () =>
  ((await k.claim()).messages ?? []) as { id: number; attempt: number; to: string | null; content: object }[];
const refusal = (code: string, kind = "failed") => ({
  kind,
  code,
  message: "Meta says no (HTTP 400, code 1).",
  httpStatus: 400,
});
const taken = (id: string, over: object = {}) => ({
  ...{ kind: "accepted", providerMessageId: id, whatsappId: id, httpStatus: 200, retryAfterMs: null },
  ...over,
});
const approve =
  () => k.sql`insert into whatsapp_template_states (channel_id, template_id, workspace_id, vendor_id,
    vendor_name, state, version) select ${k.channel}, id, workspace_id, '7788', 'bolletta_v1', 'approved', version
  from whatsapp_templates where key = 'follow_up'`;
const tell = (
  value: object,
) => k.sql`select app.record_status(workspace_id, id, ${k.sql.json(value as never)},
    null, app.now()) from channels where id = ${k.channel}`;
const write = async (n: number, body: string) => {
  await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction,
      purpose, body, status, recipient, due_at, expires_at)
    select workspace_id, channel_id, conversation_id, contact_id, 'out', 'manual', ${body}, 'queued', recipient,
      app.now(), app.now() + interval '72 hours' from whatsapp_messages where recipient = ${phone(n)} limit 1`;
};

describe("too many to one person", () => {
  test("their messages wait, longer each time and in their order; everybody else's go on", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(2));
    await write(1, "Una domanda");
    const limited = {
      ...refusal("rate_limited", "not_sent"),
      retryAfterMs: null,
      pause: null,
      only: "recipient",
    };
    const [first, second] = await claimAll();
    expect([first!.to, second!.to].toSorted()).toEqual([phone(1), phone(2)]);
    const [one, two] = first!.to === phone(1) ? [first!, second!] : [second!, first!];
    await k.settle(one.id, one.attempt, limited);
    await k.settle(two.id, two.attempt, taken("wamid.2"));
    expect(await claimAll()).toEqual([]);
    await k.shift(1_000);
    const again = await claimAll();
    expect(again.map(({ id, attempt }) => [id, attempt])).toEqual([[one.id, 2]]);
    await k.settle(one.id, 2, limited);
    await k.shift(3_999);
    expect(await claimAll()).toEqual([]);
    await k.shift(1);
    expect((await claimAll()).map(({ id, attempt }) => [id, attempt])).toEqual([[one.id, 3]]);
    expect((await k.sql`select state, next_slot_at <= app.now() as is_free from channels`)[0]).toEqual({
      state: "active",
      is_free: true,
    });
  });
});

describe("the window closed", () => {
  test("an ask leaves once more, as the approved text", async () => {
    await k.ct(endedCall(1));
    const [text] = await claimAll();
    await approve();
    await k.settle(text!.id, text!.attempt, refusal("window_closed"));
    const [again] = await claimAll();
    expect(again).toMatchObject({
      id: text!.id,
      attempt: 2,
      content: { kind: "template", name: "bolletta_v1" },
    });
    await k.settle(again!.id, 2, refusal("window_closed"));
    expect(await k.followUp(1)).toMatchObject({ status: "failed", reason_code: "window_closed" });
    expect(await claimAll()).toEqual([]);
  });

  test("without one it fails in sight of a person, and is never tried again", async () => {
    await k.ct(endedCall(1));
    const [text] = await claimAll();
    await k.settle(text!.id, text!.attempt, refusal("window_closed"));
    const message = await k.followUp(1);
    expect(message).toMatchObject({ status: "failed", reason_code: "window_closed", ask_open: false });
    await k.product.tick();
    expect(await k.sql`select state, detail from conversations`).toEqual([
      { state: "problem", detail: "window_closed" },
    ]);
    await k.shift(3_600_000);
    expect(await claimAll()).toEqual([]);
  });
});

test.each(["not_now", "template_refused", "stopped_marketing"])(
  "%s is shown and not repeated",
  async (code) => {
    await k.ct(endedCall(1));
    const [message] = await claimAll();
    await k.settle(message!.id, message!.attempt, refusal(code));
    expect(await k.followUp(1)).toMatchObject({ status: "failed", reason_code: code });
    await k.shift(48 * 3_600_000);
    expect(await claimAll()).toEqual([]);
  },
);

describe("held back", () => {
  test("it is shown so until it goes, and counts as asked", async () => {
    await k.ct(endedCall(1));
    const [message] = await claimAll();
    await k.settle(message!.id, message!.attempt, taken("wamid.1", { held: true }));
    expect(await k.followUp(1)).toMatchObject({
      status: "held",
      whatsapp_message_id: "wamid.1",
      ask_open: true,
    });
    await tell({ whatsappId: "wamid.1", status: "sent" });
    expect(await k.followUp(1)).toMatchObject({ status: "sent" });
  });

  test("or until it is dropped, with the reason", async () => {
    await k.ct(endedCall(1));
    const [message] = await claimAll();
    await k.settle(message!.id, message!.attempt, taken("wamid.1", { held: true }));
    const errorText = "132015 Template is paused";
    await tell({ whatsappId: "wamid.1", status: "failed", errorText, failure: "template_refused" });
    expect(await k.followUp(1)).toMatchObject({
      status: "failed",
      reason_code: "template_refused",
      reason: errorText,
    });
  });

  test("a status that was faster than the answer stays", async () => {
    await k.ct(endedCall(1));
    const [message] = await claimAll();
    await tell({ whatsappId: "wamid.1", status: "sent" });
    await k.settle(message!.id, message!.attempt, taken("wamid.1", { held: true }));
    expect(await k.followUp(1)).toMatchObject({ status: "sent" });
  });
});

describe("a status that says our name of the send", () => {
  const lost = async () => {
    await k.ct(endedCall(1));
    const [message] = await claimAll();
    await k.settle(message!.id, message!.attempt, refusal("timeout", "uncertain"));
    return `${message!.id}.${message!.attempt}`;
  };

  test("ends the doubt: failed, with why, and delivered after all", async () => {
    const reference = await lost();
    const failed = { errorText: "131047 Re-engagement message", failure: "window_closed" };
    await tell({ whatsappId: "wamid.X", reference, status: "failed", ...failed });
    expect(await k.followUp(1)).toMatchObject({
      status: "failed",
      reason_code: "window_closed",
      ask_open: false,
    });
    await tell({ whatsappId: "wamid.X", reference, status: "delivered" });
    expect(await k.followUp(1)).toMatchObject({ status: "delivered", reason_code: null, ask_open: true });
  });

  test("of another number's send ends nothing", async () => {
    await lost();
    await tell({ whatsappId: "wamid.X", reference: "999999.1", status: "delivered" });
    expect(await k.followUp(1)).toMatchObject({ status: "uncertain" });
  });
});

describe("not delivered in time", () => {
  test("it is shown an hour after its expiry, and is put right when it arrives", async () => {
    await k.ct(endedCall(1));
    const [message] = await claimAll();
    await k.settle(message!.id, message!.attempt, taken("wamid.1"));
    await tell({ whatsappId: "wamid.1", status: "sent" });
    await k.sql`update whatsapp_messages set expires_at = app.now() + interval '1 hour'`;
    await k.shift(2 * 3_600_000 - 1_000);
    await k.rpc("tick", {});
    expect(await k.followUp(1)).toMatchObject({ status: "sent" });
    await k.shift(2_000);
    await k.rpc("tick", {});
    expect(await k.followUp(1)).toMatchObject({ status: "failed", reason_code: "not_delivered" });
    await tell({ whatsappId: "wamid.1", status: "read" });
    expect(await k.followUp(1)).toMatchObject({ status: "read", reason_code: null });
  });

  test("not where the vendor does not tell of each arrival", async () => {
    await k.sql`update channels set capabilities = capabilities - 'templates'`;
    await k.ct(endedCall(1));
    const [message] = await claimAll();
    await k.settle(message!.id, message!.attempt, taken("wamid.1"));
    await k.shift(30 * 24 * 3_600_000);
    await k.rpc("tick", {});
    expect((await k.followUp(1)).status).toBe("accepted");
  });
});

test("whose number is hidden is claimed by their id, with what the message answers", async () => {
  await k.ct(endedCall(1));
  await k.sql`update whatsapp_messages set recipient = 'IT.1A2b', quoted_whatsapp_id = 'wamid.IN'`;
  expect(await claimAll()).toMatchObject([{ to: null, recipient: "IT.1A2b", quoted: "wamid.IN" }]);
});
