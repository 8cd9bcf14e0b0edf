import { expect, test } from "vitest";
import { accepted, endedCall, kit, phone } from "../support/kit.ts";

/** Wasender's word that a send failed: it names no message, but may quote the number. */
const failure = (error: string) => ({ event: "message.sent", data: { success: false, error } });

test("a failure that quotes a number is that person's, and nobody else's", async () => {
  const k = await kit();
  try {
    for (const n of [1, 2, 3]) {
      await k.ct(endedCall(n));
      const { message } = await k.claim();
      await k.settle(message.id, message.attempt, { ...accepted, providerMessageId: `${n}` });
      await k.shift(60_000);
    }
    await k.wa(failure(`The number ${phone(2).slice(0, 3)} ${phone(2).slice(3)} does not exist on WhatsApp`));
    const states = await k.sql`select i.value, c.state, c.detail from conversations c
      join contact_identities i using (contact_id) where i.kind = 'phone' order by 1`;
    expect(states.map(({ state, detail }) => [state, detail])).toEqual([
      ["waiting", "owed"],
      ["problem", "failed"],
      ["waiting", "owed"],
    ]);
    // Whoever it quotes is none of ours: nobody is blamed, the number's page says so.
    await k.wa(failure("Cannot send to 393490000000"));
    expect(await k.sql`select from channel_incidents where closed_at is null`).toHaveLength(1);
    expect(await k.sql`select from whatsapp_messages where status = 'failed'`).toHaveLength(1);
  } finally {
    await k.product.close();
  }
});

test("taken by the vendor, and nothing heard while later ones arrived: somebody has to look", async () => {
  const k = await kit();
  try {
    const sent: string[] = [];
    for (const n of [1, 2]) {
      await k.ct(endedCall(n));
      const { message } = await k.claim();
      await k.settle(message.id, message.attempt, { ...accepted, providerMessageId: `${n}` });
      sent.push(message.id);
      await k.shift(60_000);
    }
    await k.shift(11 * 60_000);
    await k.rpc("tick", {});
    // Nothing was heard of any: no single one is in doubt.
    expect(await k.sql`select from conversations where state = 'problem'`).toHaveLength(0);
    await k.sql`select app.raise_status(${sent[1]!}, 'sent', app.now(), null, null)`;
    await k.rpc("tick", {});
    const [doubtful] = await k.sql`select detail, about_message from conversations where state = 'problem'`;
    expect(doubtful).toMatchObject({ detail: "unconfirmed", about_message: String(sent[0]) });
    const staff = await k.product.db.createStaff();
    await staff.client.rpc("resolve_uncertain", { message: Number(sent[0]), decision: "sent" });
    expect(await k.sql`select from conversations where state = 'problem'`).toHaveLength(0);
  } finally {
    await k.product.close();
  }
});
