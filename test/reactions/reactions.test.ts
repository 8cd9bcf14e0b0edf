import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, endedCall, type Kit, kit, phone } from "../support/kit.ts";

/** A sign under a message stays with that message: the newest of each side. It answers nothing and proves nothing. */
let k: Kit;
const ours = "3EB0000000000000000A01";
const jid = `${phone(1).slice(1)}@s.whatsapp.net`;
beforeEach(async () => {
  k = await kit();
  await k.ct(endedCall(1));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { ...accepted, whatsappId: ours });
});
afterEach(() => k.product.close());

/** As Wasender's own event, at this second after the send. */
const reaction = (text: string, second: number, { fromMe = false, id = ours } = {}) => ({
  event: "messages.reaction",
  timestamp: Date.parse("2026-11-21T08:00:00Z") / 1000 + second,
  data: [
    {
      key: { id, fromMe: true, remoteJid: jid },
      reaction: { text, key: { id: "3A0R", fromMe, remoteJid: jid } },
    },
  ],
});
/** The same as Baileys' message. */
const asMessage = (text: string, second: number) => ({
  event: "messages.upsert",
  data: {
    messages: [
      {
        key: { id: `3A0R${second}`, fromMe: false, remoteJid: jid },
        message: {
          reactionMessage: {
            key: { id: ours, fromMe: true, remoteJid: jid },
            text,
            senderTimestampMs: Date.parse("2026-11-21T08:00:00Z") + second * 1000,
          },
        },
      },
    ],
  },
});
const shown = async () =>
  (await k.sql`select direction, emoji from whatsapp_reactions order by direction`).map((row) => ({
    ...row,
  }));

test("the newest of each side is on the message, however it is told and in whatever order", async () => {
  expect((await k.wa(asMessage("👍", 1))).outcome).toBe("processed");
  expect((await k.wa(reaction("👍", 1))).outcome).toBe("duplicate");
  await k.wa(reaction("❤️", 3));
  expect((await k.wa(asMessage("😢", 2))).outcome).toBe("ignored");
  await k.wa(reaction("🙏", 4, { fromMe: true }));
  expect(await shown()).toEqual([
    { direction: "in", emoji: "❤️" },
    { direction: "out", emoji: "🙏" },
  ]);
  await k.wa(reaction("", 5));
  await k.wa(asMessage("👍", 4));
  expect((await shown())[0]).toEqual({ direction: "in", emoji: null });
});

test("it is no answer: nothing comes in, the ask waits on, and no bill is said to be here", async () => {
  await k.wa(reaction("👍", 1));
  expect((await k.msgs()).map(({ direction }) => direction)).toEqual(["out"]);
  expect(await k.followUp(1)).toMatchObject({ ask_open: true });
  expect(await k.call("900000001")).toMatchObject({ electricity_bill_received: false });
});

test("on what we do not know it has no effect, and nobody is made of it", async () => {
  const before = await k.sql`select from contacts`;
  expect(await k.wa(reaction("👍", 1, { id: "3EB0NONE" }))).toMatchObject({ outcome: "ignored" });
  expect([await shown(), (await k.sql`select from contacts`).length]).toEqual([[], before.length]);
});

test("it goes with the person, and what told of it too", async () => {
  await k.wa(reaction("🌻", 1));
  const admin = await k.product.db.createStaff({ role: "admin" });
  const contact = Number((await k.followUp(1)).contact_id);
  await admin.client.rpc("begin_export", { contact });
  const page = { contact, part: "reactions", after: 0, page_size: 10 };
  expect((await admin.client.rpc("export_page", page)).data).toMatchObject([{ emoji: "🌻" }]);
  await admin.client.rpc("erase_contact", { contact, reason: "chiesto", typed: phone(1) });
  expect(await shown()).toEqual([]);
  expect(await k.sql`select from webhook_requests where body::text like '%🌻%'`).toHaveLength(0);
});

test("it is kept as long as texts are", async () => {
  await k.wa(reaction("👍", 1));
  await k.save("retention", { eventsDays: 30, messagesDays: 30, mediaDays: null, callsDays: null });
  await k.shift(31 * 24 * 60 * 60_000);
  await k.product.tick();
  expect(await shown()).toEqual([]);
});
