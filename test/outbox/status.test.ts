import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** How a sent message learns its WhatsApp id and its status, in whatever order the events come. */
let product: Product;
beforeEach(async () => {
  product = await createProduct();
  await product.postCloudtalk(endedCall(1));
});
afterEach(() => product.close());

const id = "3EB0000000000000000A01";
const status = (code: number, over: object = {}) =>
  product.postWasender({
    event: "messages.update",
    data: { key: { id, fromMe: true }, update: { status: code } },
    ...over,
  });
const echo = (text: string, key: object = {}) =>
  product.postWasender({
    event: "messages.upsert",
    data: {
      messages: [
        {
          key: {
            id,
            fromMe: true,
            remoteJid: `${phone(1).slice(1)}@s.whatsapp.net`,
            senderPn: "390299990000@s.whatsapp.net",
            ...key,
          },
          message: { conversation: text },
        },
      ],
    },
  });
const message = async () =>
  (await product.db.sql`select * from whatsapp_messages where purpose = 'follow_up'`)[0]!;
const bind = async () => {
  const { id: message_id } = await message();
  return product.db.service.rpc("bind_message", { message: message_id, info: { whatsappId: id, chat: {} } });
};

const permutations = (codes: number[]): number[][] =>
  codes.length === 0
    ? [[]]
    : codes.flatMap((code, i) => permutations(codes.toSpliced(i, 1)).map((rest) => [code, ...rest]));

describe("statuses", () => {
  test.for(permutations([2, 3, 4]))("%j, bound first: the rank never falls", async (codes) => {
    await product.afterResponses();
    await bind();
    let highest = 0;
    for (const code of codes) {
      await status(code);
      highest = Math.max(highest, code);
      expect((await message()).status).toBe({ 2: "sent", 3: "delivered", 4: "read" }[highest]);
    }
  });

  test.for(permutations([0, 2, 3]))("%j, before their message: they wait for it", async (codes) => {
    await product.afterResponses();
    for (const code of codes) await status(code);
    expect((await message()).status).toBe("accepted");
    await bind();
    expect((await message()).status).toBe("delivered");
  });

  test("an error after acceptance fails the message; a later delivery shows it was wrong", async () => {
    await product.afterResponses();
    await bind();
    await status(0);
    expect(await message()).toMatchObject({
      status: "failed",
      reason_code: "provider_failed",
      ask_open: false,
    });
    await status(3);
    expect((await message()).status).toBe("delivered");
  });

  test("the same status again is a duplicate", async () => {
    await product.afterResponses();
    await bind();
    await status(3);
    expect(await (await status(3)).json()).toMatchObject({ outcome: "duplicate" });
  });
});

describe("an echo", () => {
  test("binds by chat and exact text", async () => {
    await product.afterResponses();
    await echo((await message()).body);
    expect(await message()).toMatchObject({ status: "sent", whatsapp_message_id: id });
    expect(await product.db.sql`select * from whatsapp_messages`).toHaveLength(1);
  });

  test("with another text is a message typed on the phone", async () => {
    await product.afterResponses();
    await echo("Buongiorno, la richiamo domani");
    expect(await message()).toMatchObject({ status: "accepted", whatsapp_message_id: null });
    expect(
      await product.db.sql`select purpose, status from whatsapp_messages where purpose = 'typed'`,
    ).toHaveLength(1);
  });

  test("of a chat known only by LID waits until the id is known; then the LID is learned", async () => {
    await product.afterResponses();
    const lid = "180000000000101@lid";
    await echo((await message()).body, { remoteJid: lid, addressingMode: "lid" });
    expect(await message()).toMatchObject({ status: "accepted", whatsapp_message_id: null });
    product.wasender.knows("58000001", {
      success: true,
      data: { msgId: 58000001, id, key: { id, remoteJid: lid }, status: 2 },
    });
    await product.db.shiftClock(31_000);
    expect(await product.tick()).toMatchObject({ bound: 1 });
    expect(await message()).toMatchObject({ status: "sent", whatsapp_message_id: id });
    expect(await product.db.sql`select * from whatsapp_messages`).toHaveLength(1);
    const identities = await product.db
      .sql`select i.value from contact_identities i where i.contact_id = ${(await message()).contact_id} order by 1`;
    expect(identities.map(({ value }) => value)).toEqual([phone(1), lid]);
  });

  test("taken for a message typed on the phone is taken over once the id is known", async () => {
    await product.afterResponses();
    await echo("Un altro testo");
    expect(await product.db.sql`select * from whatsapp_messages where purpose = 'typed'`).toHaveLength(1);
    await bind();
    expect(await message()).toMatchObject({ status: "sent", whatsapp_message_id: id });
    expect(await product.db.sql`select * from whatsapp_messages`).toHaveLength(1);
  });

  test("proves that an uncertain message left", async () => {
    product = await replaceProduct();
    product.wasender.answerNext(() => HttpResponse.json({}, { status: 500 }));
    await product.postCloudtalk(endedCall(1));
    await product.afterResponses();
    expect((await message()).status).toBe("uncertain");
    await echo((await message()).body);
    expect(await message()).toMatchObject({ status: "sent", reason_code: null });
  });

  test("cancels the resend that a person pressed meanwhile", async () => {
    product = await replaceProduct();
    product.wasender.answerNext(() => HttpResponse.json({}, { status: 500 }));
    await product.postCloudtalk(endedCall(1));
    await product.afterResponses();
    const staff = await product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: (await message()).id, decision: "resend" });
    await echo((await message()).body);
    await product.db.shiftClock(3_600_000);
    await product.tick();
    expect(product.wasender.sends).toHaveLength(1);
    expect((await message()).status).toBe("sent");
  });
});

describe("message.sent with success false", () => {
  const failure = { event: "message.sent", data: { success: false, error: "Failed to send message" } };

  test("names nobody: it is the one message that is not bound yet", async () => {
    await product.afterResponses();
    await product.postWasender(failure);
    expect(await message()).toMatchObject({ status: "failed", reason: "Failed to send message" });
  });

  test("or, when it could be several or none, an incident of the channel", async () => {
    await product.afterResponses();
    await bind();
    await product.postWasender(failure);
    expect((await message()).status).toBe("accepted");
    expect(await product.db.sql`select kind, detail from channel_incidents`).toEqual([
      { kind: "send_failed_unbound", detail: "Failed to send message" },
    ]);
  });
});

describe("session.status", () => {
  test("down pauses the channel and keeps the queue; connected resumes it and the queue leaves", async () => {
    await product.afterResponses();
    await product.postWasender({ event: "session.status", data: { status: "logged_out" } });
    await product.postCloudtalk(endedCall(2));
    await product.db.shiftClock(120_000);
    product.wasender.answerStatus(() => HttpResponse.json({ status: "logged_out" }));
    await product.tick();
    expect(product.wasender.sends).toHaveLength(1);
    const paused = await product.db.sql`select state, pause_reason, connection_status from channels`;
    expect(paused).toEqual([
      { state: "paused", pause_reason: "session_down", connection_status: "logged_out" },
    ]);
    await product.postWasender({ event: "session.status", data: { status: "connected" } });
    await product.afterResponses();
    expect(product.wasender.sends).toHaveLength(2);
  });

  test("the last one wins", async () => {
    for (const status of ["disconnected", "connected", "disconnected"]) {
      await product.postWasender({ event: "session.status", data: { status } });
    }
    expect(await product.db.sql`select state, connection_status from channels`).toEqual([
      { state: "paused", connection_status: "disconnected" },
    ]);
  });
});

async function replaceProduct(): Promise<Product> {
  await product.close();
  return createProduct();
}
