import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createProduct, fixture, type Product } from "../support/product.ts";

// Signed by the agent of the fixture, who is called Agente Prova.
const text = `Buongiorno, sono Agente della Greengen Group.

Come da nostra conversazione telefonica, per procedere con la richiesta di accesso all'Agrisolare di quest'anno, avrei bisogno di ricevere una copia delle bollette elettriche.

Può inviarmele quando le ha a disposizione?

Grazie e buona giornata.`;

let product: Product;
beforeEach(async () => {
  product = await createProduct();
});
afterEach(() => product.close());

describe("the main job", () => {
  test("a call ends, the follow-up leaves once, the reply raises the flag", async () => {
    const { db, wasender } = product;
    // Before the customer wrote, as the fixtures of that day tell.
    await db.freezeClock("2026-11-16T11:50:00Z");
    const ended = await product.postCloudtalk(fixture("cloudtalk-call-ended-answered"));
    expect(ended.status).toBe(200);
    expect(await ended.json()).toMatchObject({ received: true, outcome: "processed" });
    await product.afterResponses();

    expect(wasender.sends.map(({ to, text }) => ({ to, text }))).toEqual([{ to: "+393330001001", text }]);
    const [accepted] = await db.sql`select status, provider_message_id, call_id from whatsapp_messages`;
    expect(accepted).toMatchObject({ status: "accepted", provider_message_id: "58000001" });

    // Wasender's message info joins its numeric id to WhatsApp's, 30 s later.
    wasender.knows("58000001", fixture("wasender-message-info"));
    await db.shiftClock(31_000);
    expect(await product.tick()).toMatchObject({ bound: 1 });
    await product.postWasender(fixture("wasender-message-update-read"));
    const [read] = await db.sql`select status, whatsapp_message_id from whatsapp_messages`;
    expect(read).toMatchObject({ status: "read", whatsapp_message_id: "3EB0000000000000000A01" });

    // Whoever answers at once is a machine.
    await db.shiftClock(60_000);
    const replied = await product.postWasender(fixture("wasender-messages-received-text"));
    expect(await replied.json()).toMatchObject({ outcome: "processed" });
    const [call] = await db.sql`select * from cloudtalk_calls`;
    expect(call).toMatchObject({
      phone_number: "+393330001001",
      should_send: true,
      electricity_bill_received: true,
      electricity_bill_evidence: "reply",
    });

    // The same message under its other event names, and the PDF that follows.
    const again = await product.postWasender(fixture("wasender-messages-upsert-array"));
    expect(await again.json()).toMatchObject({ outcome: "duplicate" });
    await product.postWasender(fixture("wasender-messages-received-document-pdf"));
    const [proved] = await db.sql`select electricity_bill_evidence from cloudtalk_calls`;
    expect(proved).toMatchObject({ electricity_bill_evidence: "attachment" });
    expect(wasender.sends).toHaveLength(1);
  });
});
