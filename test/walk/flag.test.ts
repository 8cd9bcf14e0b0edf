import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound, pdf, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** `electricity_bill_received`: what sets it, on which calls, and what never does. */
let product: Product;
beforeEach(async () => {
  product = await createProduct();
});
afterEach(() => product.close());

const flags = async () => {
  const rows = await product.db.sql`select cloudtalk_call_id as id, electricity_bill_received as received,
    electricity_bill_evidence as evidence from cloudtalk_calls order by id`;
  return Object.fromEntries(rows.map(({ id, received, evidence }) => [id, received ? evidence : false]));
};
const end = async (n: number, id: string, over = {}) => {
  await product.postCloudtalk(endedCall(n, { call_id: id, ...over }));
  await product.afterResponses();
};
/** Keeps what is queued from leaving. */
const hold = () => product.db.sql`update channels set next_slot_at = app.now() + interval '1 hour'`;

describe("a reply", () => {
  test("flags the asked call and those it covers, not the calls of others", async () => {
    await end(1, "asked");
    await end(1, "covered");
    await end(2, "other");
    await product.postWasender(inbound(1, "Buongiorno, certo"));
    expect(await flags()).toEqual({ asked: "reply", covered: "reply", other: false });
    const [covered] = await product.db.sql`select * from cloudtalk_calls where cloudtalk_call_id = 'covered'`;
    expect(covered).toMatchObject({
      should_send: false,
      should_send_code: "covered",
      covered_by: expect.anything(),
    });
  });

  test("with a file is stronger than one without, and is not undone by the next text", async () => {
    await end(1, "asked");
    await product.postWasender(inbound(1, "arriva"));
    await product.postWasender(inbound(1, "", { message: pdf }));
    await product.postWasender(inbound(1, "grazie"));
    expect(await flags()).toEqual({ asked: "attachment" });
    const [call] = await product.db
      .sql`select m.kind, k.electricity_bill_received_at as at from cloudtalk_calls k
      join whatsapp_messages m on m.id = k.electricity_bill_message_id`;
    expect(call).toMatchObject({ kind: "document", at: expect.any(Date) });
  });

  test("that quotes one ask answers that one only", async () => {
    await end(1, "first");
    await product.db.sql`update whatsapp_messages set ask_open = false`;
    await end(1, "second");
    const sent = await product.db
      .sql`select id from whatsapp_messages where purpose = 'follow_up' order by id`;
    for (const [i, { id }] of sent.entries()) {
      await product.db.service.rpc("bind_message", {
        message: id,
        info: { whatsappId: `3EB${i}`, chat: {} },
      });
    }
    const context = { extendedTextMessage: { text: "Sì", contextInfo: { stanzaId: "3EB0" } } };
    await product.postWasender(inbound(1, "Sì", { message: context }));
    expect(await flags()).toEqual({ first: "reply", second: false });
  });

  test("does not flag a call whose send began after it", async () => {
    await hold();
    await product.postCloudtalk(endedCall(1, { call_id: "queued" }));
    await product.postWasender(inbound(1, "Quando mi scrivete?"));
    expect(await flags()).toEqual({ queued: false });
    const [waiting] = await product.db
      .sql`select status, ask_open from whatsapp_messages where purpose = 'follow_up'`;
    expect(waiting).toMatchObject({ status: "queued", ask_open: true });
  });

  test("with a file while the follow-up waits sets the flag and cancels it", async () => {
    await hold();
    await product.postCloudtalk(endedCall(1, { call_id: "queued" }));
    await product.postWasender(inbound(1, "", { message: pdf }));
    expect(await flags()).toEqual({ queued: "attachment" });
    const [cancelled] = await product.db
      .sql`select status, reason_code from whatsapp_messages where purpose = 'follow_up'`;
    expect(cancelled).toMatchObject({ status: "cancelled", reason_code: "bill_received" });
  });
});

describe("what is no reply", () => {
  const key = (over: object) => ({ key: over });
  test.for([
    ["a stop word", inbound(1, "STOP")],
    ["a reaction", inbound(1, "", { message: { reactionMessage: { text: "👍", key: { id: "3EB0" } } } })],
    ["an edit", inbound(1, "", { message: { protocolMessage: { type: 14 } } })],
    ["a deletion", inbound(1, "", { message: { protocolMessage: { type: 0 } } })],
    [
      "a group message",
      inbound(
        1,
        "ciao",
        key({ remoteJid: "1203630@g.us", participant: `${phone(1).slice(1)}@s.whatsapp.net` }),
      ),
    ],
    [
      "a story",
      inbound(
        1,
        "ciao",
        key({ remoteJid: "status@broadcast", participant: `${phone(1).slice(1)}@s.whatsapp.net` }),
      ),
    ],
    ["our own message", inbound(1, "ciao", key({ fromMe: true }))],
    ["a stub", inbound(1, "", { message: {} })],
  ] as const)("%s does not set the flag", async ([, body]) => {
    await end(1, "asked");
    const response = await product.postWasender(body);
    expect(response.status).toBe(200);
    expect(await flags()).toEqual({ asked: false });
  });

  test("a stub does not burn the id of the message that follows", async () => {
    await end(1, "asked");
    await product.postWasender(inbound(1, "", { id: "3A01", message: {} }));
    await product.postWasender(inbound(1, "ecco", { id: "3A01" }));
    expect(await flags()).toEqual({ asked: "reply" });
  });
});

describe("a writer without a phone", () => {
  const lid = "180000000000777@lid";
  const hidden = (text: string, key: object = {}) =>
    inbound(1, text, {
      key: { remoteJid: lid, cleanedSenderPn: null, senderPn: null, senderLid: lid, ...key },
    });

  test("is unmatched until the pair is known; then the evidence counts", async () => {
    await end(1, "asked");
    await product.postWasender(hidden("Va bene, la cerco"));
    expect(await flags()).toEqual({ asked: false });
    const staff = await product.db.createStaff();
    const before = await staff.client.rpc("monitor_snapshot", { page_size: 10 });
    expect(before.data.totals).toMatchObject({ unmatched: 1, answered: 0 });

    await product.postWasender(hidden("Eccola", { cleanedSenderPn: phone(1).slice(1) }));
    expect(await flags()).toEqual({ asked: "reply" });
    const [proof] = await product.db.sql`select m.body from cloudtalk_calls k
      join whatsapp_messages m on m.id = k.electricity_bill_message_id`;
    expect(proof).toMatchObject({ body: "Va bene, la cerco" });
    const after = await staff.client.rpc("monitor_snapshot", { page_size: 10 });
    expect(after.data.totals).toMatchObject({ unmatched: 0, answered: 1 });
  });

  test("a stop from a hidden number counts once the pair is known", async () => {
    await hold();
    await product.postWasender(hidden("stop"));
    await product.postCloudtalk(endedCall(1, { call_id: "queued" }));
    await product.postWasender(hidden("ciao", { cleanedSenderPn: phone(1).slice(1) }));
    const [skipped] = await product.db
      .sql`select status, reason_code from whatsapp_messages where purpose = 'follow_up'`;
    expect(skipped).toMatchObject({ status: "skipped", reason_code: "opted_out" });
  });

  test("the pair is learned even from the second delivery of one message", async () => {
    await end(1, "asked");
    const first = hidden("Va bene", { id: "3A77" });
    await product.postWasender(first);
    const second = {
      ...hidden("Va bene", { id: "3A77", cleanedSenderPn: phone(1).slice(1) }),
      event: "messages.upsert",
    };
    const response = await product.postWasender(second);
    expect(await response.json()).toMatchObject({ outcome: "duplicate" });
    expect(await flags()).toEqual({ asked: "reply" });
  });
});
