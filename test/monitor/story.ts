import { HttpResponse } from "msw";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { endedCall, inbound, pdf, phone } from "../support/calls.ts";
import type { Product } from "../support/product.ts";

const people = [
  ["Azienda Agricola Monte Verde", "Giulia Ferri"],
  ["Agriturismo Il Noce", "Paolo Conti"],
  ["Cascina dei Tigli", "Samuela Riva"],
  ["Frantoio Bianchi", "Giulia Ferri"],
  ["Cantina Sant'Anna", "Paolo Conti"],
  ["Vivaio Le Querce", "Samuela Riva"],
  ["Caseificio Valle Alta", "Giulia Ferri"],
  ["Apicoltura Rossetti", "Paolo Conti"],
] as const;
const minute = 60_000;

/** A Saturday morning with one of everything that a person at the monitor meets. The clock stands still after it. */
export async function tellStory(product: Product): Promise<void> {
  const { db, wasender } = product;
  const [{ id: channel }] = await db.sql<[{ id: string }]>`select id from channels`;
  const call = (n: number, over: Record<string, unknown> = {}) => {
    const [name, agent] = people[n % people.length]!;
    const [first, last] = agent.split(" ");
    return product.postCloudtalk(
      endedCall(n, {
        contact_name: name,
        agent_first_name: first,
        agent_last_name: last,
        talking_time: 60 + n * 37,
        ...over,
      }),
    );
  };
  const send = async () => {
    await db.shiftClock(minute);
    await dispatch(product.services, channel, { mayWait: false });
  };
  const status = (n: number, value: number) =>
    product.postWasender({
      event: "messages.update",
      data: {
        key: { id: `OUT${n}`, fromMe: true, remoteJid: `${phone(n).slice(1)}@s.whatsapp.net` },
        update: { status: value },
      },
    });
  const asked = async (n: number, ticks: number) => {
    await call(n);
    await send();
    await product.postWasender({
      event: "messages.upsert",
      data: {
        messages: [
          {
            key: { id: `OUT${n}`, fromMe: true, remoteJid: `${phone(n).slice(1)}@s.whatsapp.net` },
            message: { conversation: await textOf(n) },
          },
        ],
      },
    });
    if (ticks > 2) await status(n, ticks);
  };
  const textOf = async (n: number) =>
    String((await db.sql`select body from whatsapp_messages where recipient = ${phone(n)}`)[0]!.body);

  await product.postWasender({ event: "session.status", data: { status: "connected" } });
  // Nothing is on its way: nobody can tell which send is meant.
  await product.postWasender({
    event: "message.sent",
    data: { success: false, error: "Failed to send message" },
  });
  await asked(1, 4);
  await product.postWasender(inbound(1, "", { message: pdf }));
  await asked(2, 4);
  // A text of the same second would be a machine's.
  await db.shiftClock(5_000);
  await product.postWasender(
    inbound(2, "Buongiorno, le mando la bolletta stasera appena rientro in ufficio."),
  );
  await asked(3, 3);
  await call(3, { call_id: "900000103", talking_time: 45 });
  await call(4, { talking_time: "0" });
  wasender.answerNext(() =>
    HttpResponse.json(
      { success: false, message: "The provided JID does not exist on WhatsApp." },
      { status: 422 },
    ),
  );
  await call(5);
  await send();
  wasender.answerNext(() => HttpResponse.json({ message: "Server Error" }, { status: 500 }));
  await call(6);
  await send();
  const hidden = { remoteJid: "18000000000777@lid", cleanedSenderPn: undefined };
  await product.postWasender(inbound(7, "Salve, eccomi: chi devo chiamare per la pratica?", { key: hidden }));
  await call(8, { external_number: "390721700123" });
  await db.shiftClock(minute);
  for (const n of [9, 10, 11]) await call(n);
}
