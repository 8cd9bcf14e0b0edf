import { inbound } from "../../support/calls.ts";
import type { Fault } from "../fault.ts";

const times = <Item>(count: number, item: (i: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => item(i));

export const traffic: Fault[] = [
  {
    name: "the same webhook 50 times at once, at two processes",
    async run(stage) {
      await Promise.all([stage.start(), stage.start()]);
      await stage.tellEverywhere(...times(50, () => 1));
      const reply = inbound(1, "Eccola", { id: "3EB0FEEDFEEDFEEDFEED" });
      await Promise.all(times(50, () => stage.sender.event("reply 1", reply)));
      return { uncertain: 0 };
    },
  },
  {
    name: "twenty dispatchers at once, in three processes",
    async run(stage) {
      const workers = await Promise.all(times(3, () => stage.start()));
      await Promise.all([
        stage.tell(1, 2, 3, 4, 5, 6),
        ...times(20, (i) => stage.tick(workers[i % workers.length])),
      ]);
      await Promise.all(times(20, (i) => stage.tick(workers[i % workers.length])));
      return { uncertain: 0 };
    },
  },
  {
    name: "twenty answers late, each with a tick meanwhile",
    stage: { intervalMs: 20 },
    async run(stage) {
      const customers = times(20, (i) => i + 1);
      for (const nth of customers) {
        stage.wasender.plan(nth, {
          // The nudges of the other calls and a tick come while this send is on its way.
          onMessage: async (knock) => {
            await stage.tick();
            knock.deliver();
            knock.answer(200, { success: true, data: { msgId: 58_000_000 + nth, status: "in_progress" } });
          },
        });
      }
      await Promise.all([stage.start(), stage.start()]);
      await stage.tell(...customers);
      return { uncertain: 0 };
    },
  },
];
