import { document } from "../media/stage.ts";
import { accepted, echo, endedCall, inbound, type Kit, phone } from "../support/kit.ts";

const agents = ["Giulia Ferri", "Paolo Conti", "Samuela Riva"];
const names = [
  ["Azienda Agricola Monte Verde", "Anna De Luca"],
  ["Agriturismo Il Noce", "Mauro Serra"],
  [null, "Teresa Pellegrini"],
  ["Frantoio Bianchi", "Fabio Bianchi"],
  ["Società Cooperativa Agricola Valle dell'Altopiano Settentrionale", "Ezio D'Angelo"],
  [null, "Gino Villani"],
] as const;

/** A few days through the doors: people of three operators, some who answered, sent a file, said no, or were only called. */
export async function fewDays(k: Kit, days = 3, aDay = 6): Promise<void> {
  let n = 0;
  for (let day = 0; day < days; day++) {
    for (let i = 0; i < aDay; i++) {
      n += 1;
      const [company, name] = names[n % names.length]!;
      const [agent_first_name, agent_last_name] = agents[n % agents.length]!.split(" ");
      const call = endedCall(n, {
        agent_first_name,
        agent_last_name,
        contact_name: n > names.length ? `${name} ${n}` : name,
        company,
        talking_time: i === 5 ? "0" : String(40 + n * 31),
      });
      await k.ct(call);
      const { message } = await k.claim();
      if (!message) continue;
      await k.settle(message.id, message.attempt, accepted);
      await k.shift(120_000);
      await k.wa(echo(n, `OUT${n}`, String((await k.followUp(n)).body)));
      if (i !== 3) await ticks(k, n, i === 4 ? 3 : 4);
      // What comes at once is taken for a machine's.
      await k.shift(30_000);
      if (i === 0) await k.wa(inbound(n, "", { message: document() }));
      if (i === 1) await k.wa(inbound(n, "le va bene la bolletta di agosto?"));
      if (i === 2) await k.wa(inbound(n, "Non mi interessa, grazie"));
      await k.shift(20 * 60_000);
      if (i === 1 && day < days - 1) await k.wa(echo(n, `BY${n}`, "Va benissimo anche quella di agosto."));
    }
    if (day < days - 1) await k.shift(86_400_000 - aDay * 22 * 60_000);
  }
}

/** What became of a send: 3 delivered, 4 read. */
export async function ticks(k: Kit, n: number, status: number): Promise<void> {
  const key = { id: `OUT${n}`, fromMe: true, remoteJid: `${phone(n).slice(1)}@s.whatsapp.net` };
  await k.wa({ event: "messages.update", data: { key, update: { status } } });
}

export const contactOf = async (k: Kit, value: string): Promise<number> =>
  Number((await k.sql`select contact_id from contact_identities where value = ${value}`)[0]!.contact_id);
