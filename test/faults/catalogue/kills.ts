import type { Expected, Fault } from "../fault.ts";
import { type Fate, isHandedOut, type Point } from "../stage/gateway.ts";
import type { Behaviour } from "../stage/pretend-wasender.ts";
import { accept } from "../stage/pretend-wasender.ts";
import type { Stage } from "../stage/stage.ts";
import { until } from "../stage/until.ts";

/** kill -9 of the process that makes a certain call of the database, in the middle of a batch. */
function killAt(name: string, point: Point, rpc: string, uncertain: Expected["uncertain"]): Fault {
  return {
    name: `kill -9 ${name}`,
    async run(stage) {
      await stage.start();
      let done = false;
      stage.gateway.trap(
        point,
        rpc,
        stage.random.between(1, 3),
        async ({ worker }): Promise<Fate> => {
          await stage.kill(worker);
          done = true;
          return "cut";
        },
        { when: (crossing) => rpc !== "claim_messages" || point === "before" || isHandedOut(crossing) },
      );
      await batch(stage, () => done);
      return { uncertain };
    },
  };
}

/** kill -9 of the process that sends, at a certain point of one of its sends. */
function killInSend(
  name: string,
  behaviour: (kill: (worker: string) => Promise<void>) => Behaviour,
  uncertain: Expected["uncertain"] = 1,
): Fault {
  return {
    name: `kill -9 ${name}`,
    async run(stage) {
      await stage.start();
      let done = false;
      const kill = async (worker: string) => {
        await stage.kill(worker);
        done = true;
      };
      stage.wasender.plan(stage.random.between(1, 3), behaviour(kill));
      await batch(stage, () => done);
      return { uncertain };
    },
  };
}

/** Three calls at once, two more after the kill: they find another process. */
async function batch(stage: Stage, isDone: () => boolean): Promise<void> {
  await stage.tell(1, 2, 3);
  await until("the kill", isDone);
  await stage.start();
  await stage.tell(4, 5);
}

/** 0–1: the process that dies may have a send of another dispatcher on its way. */
export const kills: Fault[] = [
  killAt("before the claim is made", "before", "claim_messages", [0, 1]),
  killAt("after the claim", "after", "claim_messages", 1),
  killInSend("before the send reached the provider", (kill) => ({
    onHeaders: async ({ worker, reset }) => {
      await kill(worker);
      reset();
      throw new Error("not read");
    },
  })),
  killInSend("after the provider delivered", (kill) => ({
    onMessage: async (knock) => {
      knock.deliver();
      await kill(knock.worker);
    },
  })),
  killInSend(
    "after the provider answered",
    (kill) => ({
      onMessage: async (knock) => {
        accept(knock);
        await kill(knock.worker);
      },
    }),
    [0, 1],
  ),
  killAt("before the settle", "before", "settle_messages", 1),
  killAt("between the settle's commit and its answer", "after", "settle_messages", 0),
  killAt("before a delivery is recorded", "before", "record_delivery", [0, 1]),
  killAt("between a delivery's commit and the response", "after", "record_delivery", [0, 1]),
];
