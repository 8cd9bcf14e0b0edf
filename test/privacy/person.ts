import { accepted, endedCall, inbound, type Kit, pdf, phone } from "../support/kit.ts";

export const lid = "180000000000777@lid";
/** What the rows of the person below must not hold any more; each number also as people write it. */
export const words = [
  "3331000001",
  "333 1000001",
  "180000000000777",
  "Marisa",
  "Ferraris",
  "Marisella",
  "prova segreta",
  "bolletta-marisa",
  "rec-marisa",
  "POD123",
  "a2V5LW9mLU1hcmlzYQ",
];

/**
 * A person with all that a person leaves: a call with fields of the customer's own, its follow-up sent, echoed and read, a
 * reply that brings the LID, a file, deliveries that could not be read or had no effect.
 */
export async function fullPerson({ ct, wa, claim, settle, shift, sql }: Kit): Promise<number> {
  await ct(
    endedCall(1, {
      contact_name: "Marisa Ferraris",
      company: "Azienda Ferraris",
      recording_url: "https://rec.test/rec-marisa.mp3",
      pod: "POD123",
      tag: "prova segreta",
    }),
  );
  const { message } = await claim();
  await settle(message.id, message.attempt, accepted);
  await shift(60_000);
  const key = { id: "3EB0MARISA", fromMe: true, remoteJid: `${phone(1).slice(1)}@s.whatsapp.net` };
  const [sent] = await sql`select body from whatsapp_messages where id = ${message.id}`;
  await wa({
    event: "messages.upsert",
    data: { messages: [{ key, message: { conversation: sent?.body } }] },
  });
  await wa({ event: "messages.update", data: { key, update: { status: 4 } } });
  const from = { senderLid: lid, remoteJid: lid, senderPn: `${phone(1).slice(1)}@s.whatsapp.net` };
  const named = (text: string, message?: object) => {
    const event = inbound(1, text, { key: from, ...(message ? { message } : {}) }) as {
      data: { messages: object };
    };
    Object.assign(event.data.messages, { pushName: "Marisella" });
    return event;
  };
  await wa(named("la prova segreta arriva"));
  const file = {
    documentMessage: {
      ...pdf.documentMessage,
      fileName: "bolletta-marisa.pdf",
      caption: "prova segreta",
      url: "https://mmg.whatsapp.net/v/t62/marisella.enc?oe=6B8F0000",
      mediaKey: "a2V5LW9mLU1hcmlzYQ==",
    },
  };
  await wa(named("", file));
  await ct(`{"call_id": "77", "external_number": "${phone(1)}", broken`);
  await ct({ event: "call-started", call_id: "78", external_number: "+39 333 1000001" });
  const [row] =
    await sql`select contact_id from contact_identities where kind = 'phone' and value = ${phone(1)}`;
  return Number(row?.contact_id);
}

/** Everything that must be the same before and after: rows and how they ended. */
export async function sums({ sql }: Pick<Kit, "sql">) {
  return {
    calls: await sql`select count(*)::int, count(*) filter (where electricity_bill_received)::int as bills,
      sum(talking_seconds)::int as talked, array_agg(agent_name order by id) as agents from cloudtalk_calls`,
    messages:
      await sql`select direction, purpose, status, count(*)::int from whatsapp_messages group by 1, 2, 3 order by 1, 2, 3`,
    events: await sql`select count(*)::int from webhook_requests`,
    attempts: await sql`select outcome, count(*)::int from whatsapp_send_attempts group by 1 order by 1`,
  };
}
