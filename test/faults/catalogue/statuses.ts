import { phone } from "../../support/calls.ts";
import type { Fault } from "../fault.ts";
import { calm } from "../recover.ts";
import type { Knock } from "../stage/pretend-wasender.ts";
import type { Stage } from "../stage/stage.ts";
import { echoOf, statusOf, type Told, whatsappId } from "../stage/whatsapp-events.ts";

type Event = Told | "echo";
const statuses: Told[] = ["sent", "failed", "delivered", "read"];

/** One customer for each order of the four statuses; the echo comes anywhere among them. */
export const statusPermutations: Fault = {
  name: "statuses in every order, before and after their message",
  stage: { intervalMs: 5 },
  async run(stage) {
    const plans = new Map(
      permutations(statuses).map((order, i): [number, { early: Event[]; late: Event[] }] => {
        const events: Event[] = [...order];
        events.splice(stage.random.between(0, order.length), 0, "echo");
        const cut = stage.random.between(0, events.length);
        return [i + 1, { early: events.slice(0, cut), late: events.slice(cut) }];
      }),
    );
    const customers = [...plans.keys()];
    for (const nth of customers) {
      stage.wasender.plan(nth, {
        onMessage: async (knock: Knock) => {
          const n = customers.find((customer) => phone(customer) === knock.to)!;
          knock.deliver();
          await tellAll(stage, n, knock.text, plans.get(n)!.early);
          const msgId = 58_000_000 + nth;
          const remoteJid = `${knock.to.slice(1)}@s.whatsapp.net`;
          stage.wasender.infos.set(String(msgId), {
            success: true,
            data: {
              id: whatsappId(n),
              msgId,
              key: { id: whatsappId(n), fromMe: true, remoteJid },
              status: 2,
            },
          });
          knock.answer(200, { success: true, data: { msgId, jid: remoteJid, status: "in_progress" } });
        },
      });
    }
    await stage.start();
    await stage.tell(...customers);
    await calm(stage);
    const [{ body }] = await stage.sql<[{ body: string }]>`select body from whatsapp_messages limit 1`;
    await Promise.all(customers.map((n) => tellAll(stage, n, body, plans.get(n)!.late)));
    const broken = await stage.sql<{ recipient: string; status: string; id: string | null }[]>`
      select recipient, status, whatsapp_message_id as id from whatsapp_messages`;
    const violations = customers.flatMap((n) => {
      const { status, id } = broken.find(({ recipient }) => recipient === phone(n)) ?? {};
      const told = `${plans.get(n)!.early} | ${plans.get(n)!.late}`;
      return status === "read" && id === whatsappId(n)
        ? []
        : [`after ${told} customer ${n} is ${status}, id ${id}`];
    });
    return { uncertain: 0, violations: () => violations };
  },
};

async function tellAll(stage: Stage, n: number, text: string, events: Event[]): Promise<void> {
  for (const event of events) {
    if (event === "echo") await stage.sender.event(`echo ${n}`, echoOf(n, text));
    else await stage.sender.event(`${event} ${n}`, statusOf(n, event));
  }
}

function permutations<Item>(items: Item[]): Item[][] {
  if (items.length < 2) return [items];
  return items.flatMap((first, i) => permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}
