import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { phone } from "../support/calls.ts";
import { endedCall, inbound, type Kit, kit } from "../support/kit.ts";

/** Whoever wrote is in sight (I20), and what is not listed as an answer proves nothing (I21). */
let k: Kit;
beforeEach(async () => {
  k = await kit();
  await k.ct(endedCall(1, { call_id: "c1" }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, {
    kind: "accepted",
    providerMessageId: "581",
    httpStatus: 200,
  });
  await k.shift(120_000);
});
afterEach(() => k.product.close());

const jid = `${phone(1).slice(1)}@s.whatsapp.net`;
const keyOf = (id: string, over: object = {}) => ({
  id,
  fromMe: false,
  remoteJid: jid,
  senderPn: jid,
  ...over,
});
const sends = (id: string, over: object, key: object = {}) =>
  k.wa({
    event: "messages.received",
    data: { messages: { key: keyOf(id, key), messageBody: "", pushName: "Cliente", ...over } },
  });
const evidence = async () => (await k.call("c1")).electricity_bill_evidence;
const looks = async () =>
  (await k.sql`select kind, settled_how from attention order by id`).map((row) => [
    row.kind,
    row.settled_how,
  ]);
const kept = async () =>
  (await k.sql`select * from whatsapp_messages where direction = 'in' order by id`) as unknown as Record<
    string,
    unknown
  >[];

describe("what could not be taken is to be looked at, and proves nothing", () => {
  test.for([
    ["view_once", { messageStubType: 2 }, { isViewOnce: true }],
    ["undecryptable", { message: null, messageStubType: 2, messageStubParameters: ["Bad MAC"] }, {}],
    ["undecryptable", { message: { placeholderMessage: { type: "MASK_LINKED_DEVICES" } } }, {}],
    ["unknown_kind", { message: { somethingOfNextYear: { text: "ciao" } } }, {}],
    ["whatsapp_call", { message: { callLogMesssage: { isVideo: false, callOutcome: "MISSED" } } }, {}],
  ] as const)("%s", async ([kind, item, key]) => {
    expect(await sends("3EB0LOOK01", item, key)).toMatchObject({ outcome: "processed" });
    expect(await looks()).toEqual([[kind, null]]);
    expect(await kept()).toHaveLength(1);
    expect(await evidence()).toBeNull();
  });

  test("the content that follows under the same id fills the row, counts, and takes the mark away", async () => {
    await sends("3EB0LOOK01", { message: null, messageStubType: 2 });
    expect(await sends("3EB0LOOK01", { message: { conversation: "Eccola" } })).toMatchObject({
      outcome: "processed",
    });
    expect(await kept()).toMatchObject([{ kind: "text", body: "Eccola", awaits_content: false }]);
    expect(await looks()).toEqual([["undecryptable", "content"]]);
    expect(await evidence()).toBe("reply");
    expect(await sends("3EB0LOOK01", { message: { conversation: "Eccola" } })).toMatchObject({
      outcome: "duplicate",
    });
  });

  test("a WhatsApp call once a call, until a written answer", async () => {
    const call = (status: string) => ({
      event: "call",
      data: {
        call: {
          chatId: jid,
          from: jid,
          id: "CALL0001",
          isGroup: false,
          isVideo: false,
          status,
          date: "2020-01-01T10:00:00Z",
        },
      },
    });
    await k.wa(call("offer"));
    await k.wa(call("timeout"));
    expect(await looks()).toEqual([["whatsapp_call", null]]);
    await k.shift(60_000);
    await k.wa(inbound(1, "Vi ho chiamato"));
    expect(await looks()).toEqual([["whatsapp_call", "content"]]);
  });

  test("a file that came without its key", async () => {
    await sends("3EB0FILE01", { message: { documentMessage: { mimetype: "application/pdf" } } });
    expect(await looks()).toEqual([["file_missed", null]]);
    expect(await evidence()).toBe("attachment");
  });
});

describe("the customer changes or takes back", () => {
  const edit = (text: string) =>
    k.wa({
      event: "messages.update",
      data: {
        key: keyOf("3EB0EDIT01"),
        update: { message: { editedMessage: { message: { conversation: text } } } },
      },
    });

  test("new words are shown, old ones kept; a stop in them is heard and no bill", async () => {
    await sends("3EB0EDIT01", { message: { conversation: "La cerco" } });
    expect(await evidence()).toBe("reply");
    await k.shift(60_000);
    expect(await edit("STOP")).toMatchObject({ outcome: "processed" });
    expect(await edit("STOP")).toMatchObject({ outcome: "duplicate" });
    expect(await kept()).toMatchObject([{ body: "STOP", is_stop: true, edits: [{ body: "La cerco" }] }]);
    expect(await k.sql`select from contacts where opted_out_at is not null`).toHaveLength(1);
    expect(await evidence()).toBeNull();
  });

  test("a sealed edit says so, and is to be looked at", async () => {
    await sends("3EB0EDIT01", { message: { conversation: "La cerco" } });
    const sealed = { targetMessageKey: { id: "3EB0EDIT01" }, encPayload: "x", secretEncType: "MESSAGE_EDIT" };
    await sends("3EB0SEAL01", { message: { secretEncryptedMessage: sealed } });
    expect(await kept()).toMatchObject([{ body: "La cerco", edit_unreadable_at: expect.any(Date) }]);
    expect(await looks()).toEqual([["edit_unreadable", null]]);
  });

  test("deleted for everyone is said on the message", async () => {
    await sends("3EB0GONE01", { message: { conversation: "scusi" } });
    const gone = {
      event: "messages.delete",
      data: { keys: [{ id: "3EB0GONE01", fromMe: false, remoteJid: `+${jid.split("@")[0]}` }] },
    };
    expect(await k.wa(gone)).toMatchObject({ outcome: "processed" });
    expect(await k.wa(gone)).toMatchObject({ outcome: "duplicate" });
    expect(await kept()).toMatchObject([{ body: "scusi", deleted_at: expect.any(Date) }]);
  });
});
