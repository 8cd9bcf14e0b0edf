import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { movedDeliveries } from "../fixtures/moved.ts";
import { endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";
import { secrets } from "../support/product.ts";
import { finishFile, takeFiles } from "../support/take-files.ts";

/** Files that are not here, bodies that are too large, and changes of what was written. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const looks = async () =>
  (await k.sql`select kind, settled_how from attention order by id`).map((row) => [
    row.kind,
    row.settled_how,
  ]);
const file = (id: string, over: object = {}) =>
  inbound(1, "", {
    id,
    message: {
      documentMessage: {
        url: "https://mmg.whatsapp.net/x",
        mediaKey: "a2V5",
        mimetype: "application/pdf",
        ...over,
      },
    },
  });
const take = () => takeFiles(k);
const finish = async (result: object) => finishFile(k, (await take())[0]!, result);
const stored = {
  kind: "stored",
  path: "a/b",
  mimeType: "application/pdf",
  sizeBytes: 5,
  sha256: "0".repeat(64),
};

describe("a file that is not here", () => {
  test("refused, until a later one of the same person is", async () => {
    await k.wa(file("3EB0F1"));
    expect(await looks()).toEqual([]);
    await finish({ kind: "refused", code: "type", message: "Not kept." });
    expect(await looks()).toEqual([["file_refused", null]]);
    await k.shift(60_000);
    await k.wa(file("3EB0F2"));
    expect(await looks()).toEqual([["file_refused", null]]);
    await finish(stored);
    expect(await looks()).toEqual([["file_refused", "content"]]);
  });

  test("missed when its link has died", async () => {
    await k.wa(file("3EB0F1"));
    await k.shift(15 * 86_400_000);
    expect(await take()).toEqual([]);
    expect(await looks()).toEqual([["file_missed", null]]);
  });

  test("without a key, until another delivery of the message brings it", async () => {
    await k.wa(file("3EB0F1", { mediaKey: undefined }));
    expect(await looks()).toEqual([["file_missed", null]]);
    await k.wa(file("3EB0F1"));
    expect(await looks()).toEqual([["file_missed", "content"]]);
    await finish({ kind: "gone", code: "expired", message: "Gone." });
    expect((await looks()).at(-1)).toEqual(["file_missed", null]);
  });

  test("a key as the places of its bytes opens it", async () => {
    const [bytes] = movedDeliveries("inputs/e08-media-key-bytes", await k.product.db.now());
    const forms = [
      (key: object) => key,
      (key: object) => Object.values(key),
      (key: object) => ({ type: "Buffer", data: Object.values(key) }),
    ];
    for (const [at, form] of forms.entries()) {
      const delivery = structuredClone(bytes);
      const { documentMessage } = delivery.data.messages.message;
      delivery.data.messages.key.id = `3EB0KEY${at}`;
      documentMessage.mediaKey = form(documentMessage.mediaKey);
      await k.wa(delivery);
    }
    const taken = await take();
    const key = Buffer.alloc(32, 7).toString("base64");
    expect(taken.map(({ facts }) => facts.source.key)).toEqual([key, key, key]);
    expect(await looks()).toEqual([]);
    expect(JSON.stringify(await k.sql`select body from webhook_requests`)).not.toContain(key);
  });
});

describe("sizes", () => {
  const withThumbnail = (bytes: number) =>
    file("3EB0BIG", { jpegThumbnail: "A".repeat(bytes), fileName: "bolletta.pdf" });

  test("three megabytes of thumbnail are taken, and not stored", async () => {
    expect(await k.wa(withThumbnail(3_000_000))).toMatchObject({ outcome: "processed" });
    const [{ size, name }] = await k.sql<[{ size: number; name: string }]>`
      select length(body::text) as size,
        body -> 'data' -> 'messages' -> 'message' -> 'documentMessage' ->> 'fileName' as name from webhook_requests`;
    expect([name, size < 5_000]).toEqual(["bolletta.pdf", true]);
    expect(await looks()).toEqual([]);
  });

  test("what is larger is refused, and to be looked at", async () => {
    const response = await k.product.postWasender(withThumbnail(4_300_000));
    expect(response.status).toBe(413);
    expect(await looks()).toEqual([["body_too_large", null]]);
    expect(await k.sql`select outcome, reason, body, raw_body from webhook_requests`).toMatchObject([
      { outcome: "rejected", reason: "body_too_large", body: null, raw_body: null },
    ]);
  });

  test("of whoever cannot prove to be Wasender, nothing is noted", async () => {
    const headers = { "x-webhook-signature": `not ${secrets.whatsappWebhook}` };
    const response = await k.product.postWasender(withThumbnail(4_300_000), { headers });
    expect(response.status).toBe(401);
    expect(await looks()).toEqual([]);
  });
});

describe("what was written is changed or taken back", () => {
  test.for([
    ["e25-edited-into-stop", "393330062003"],
    ["e20-deleted-for-everyone", "393330062002"],
  ] as const)("%s", async ([name, number]) => {
    await k.ct(endedCall(1, { external_number: number }));
    const deliveries = movedDeliveries(`inputs/${name}`, await k.product.db.now());
    await k.shift(600_000);
    for (const delivery of deliveries) await k.wa(delivery);
    const [message] =
      await k.sql`select body, is_stop, deleted_at, edits from whatsapp_messages where direction = 'in'`;
    if (name === "e20-deleted-for-everyone") expect(message).toMatchObject({ deleted_at: expect.any(Date) });
    else expect(message).toMatchObject({ body: "STOP", is_stop: true, edits: [{ body: "stopp non so" }] });
  });
});

test("nobody can be told: the message is in sight all the same", async () => {
  const nobody = { remoteJid: "somebody@example", cleanedSenderPn: null };
  expect(await k.wa(inbound(1, "Eccola", { key: nobody }))).toMatchObject({
    outcome: "ignored",
    reason: "no_chat",
  });
  expect(await looks()).toEqual([["unknown_kind", null]]);
});

test("a reply from a Mexican number in its old form is that person's", async () => {
  await k.ct(endedCall(1, { call_id: "c1", external_number: "525512340001" }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { kind: "accepted", providerMessageId: "1", httpStatus: 200 });
  await k.shift(60_000);
  const [reply] = movedDeliveries("inputs/e06-mexico-521-reply", await k.product.db.now());
  await k.shift(600_000);
  await k.wa(reply);
  expect((await k.call("c1")).electricity_bill_evidence).toBe("reply");
});

test.for([
  ["180000000000777@lid", `${phone(1).slice(1)}@s.whatsapp.net`, phone(1)],
  ["180000000000777@lid", `${phone(1).slice(1)}:99@hosted`, phone(1)],
  ["180000000000777@lid", `${phone(1).slice(1)}_1:2@c.us`, phone(1)],
  ["180000000000777@lid", "5215512340001@s.whatsapp.net", "+5215512340001"],
  ["180000000000777@lid", "180000000000777@s.whatsapp.net", null],
  ["180000000000777@lid", "120363000000000001@g.us", null],
] as const)("a look-up of %s that answers %s", async ([lid, answer, found]) => {
  await k.wa(inbound(1, "Salve", { key: { remoteJid: lid, cleanedSenderPn: null, senderLid: lid } }));
  k.product.wasender.knowsPhone(lid, answer);
  await k.product.tick();
  await k.product.afterResponses();
  const [row] =
    await k.sql`select app.contact_phone(contact_id) as phone from whatsapp_messages where direction = 'in'`;
  expect(row!.phone).toBe(found);
});
