import type { Expected, Fault } from "../fault.ts";
import { accept, type Knock } from "../stage/pretend-wasender.ts";
import type { Stage, StageOptions } from "../stage/stage.ts";
import { until } from "../stage/until.ts";

/** Long enough for an answer on a busy machine, and much shorter than the product's 10 s. */
const shortTimeout = { env: { FAULT_SEND_TIMEOUT_MS: "2500" } };

/** One send of five goes wrong in the same way. */
function oneOfFive(
  name: string,
  onMessage: (knock: Knock, stage: Stage) => unknown,
  uncertain: Expected["uncertain"],
  stage?: StageOptions,
): Fault {
  return {
    name: `provider ${name}`,
    stage,
    async run(stage) {
      stage.wasender.plan(stage.random.between(1, 3), { onMessage: (knock) => onMessage(knock, stage) });
      await stage.start();
      await stage.tell(1, 2, 3, 4, 5);
      return { uncertain };
    },
  };
}

/** It arrived, and the answer does not say so. */
const deliversThen = (then: (knock: Knock) => void) => (knock: Knock) => {
  knock.deliver();
  then(knock);
};

export const providerFaults: Fault[] = [
  oneOfFive(
    "delivers, then resets the connection",
    deliversThen((knock) => knock.reset()),
    1,
  ),
  oneOfFive("resets the connection without delivering", (knock) => knock.reset(), 1),
  oneOfFive("delivers, and never answers", (knock) => knock.deliver(), 1, shortTimeout),
  oneOfFive(
    "delivers, and answers 500",
    deliversThen((knock) => knock.answer(500, { message: "oops" })),
    1,
  ),
  oneOfFive(
    "delivers, and answers 502 in HTML",
    deliversThen((knock) => knock.answer(502, "<h1>Bad gateway</h1>")),
    1,
  ),
  oneOfFive(
    "delivers, and answers 200 in HTML",
    deliversThen((knock) => knock.answer(200, "<h1>Welcome</h1>")),
    1,
  ),
  {
    name: "provider answers 429 without delivering",
    async run(stage) {
      const nth = stage.random.between(1, 3);
      stage.wasender.plan(nth, {
        onMessage: (knock) => {
          knock.refused = true;
          knock.answer(429, { message: "Too many requests", retry_after: 20 });
        },
      });
      await stage.start();
      await stage.tell(1, 2, 3, 4, 5);
      const violations = () => {
        const [refused, next] = stage.wasender.knocks.slice(nth - 1);
        const waited = next!.at - refused!.at;
        return waited < 20_000 ? [`the next send came ${waited.toFixed(0)} ms after retry_after: 20`] : [];
      };
      return { uncertain: 0, violations };
    },
  },
  oneOfFive(
    "is slow",
    async (knock, { sql, intervalMs }) => {
      // Two more intervals pass at the database before it answers.
      const [{ at }] = await sql<[{ at: string }]>`
        select (clock_timestamp() + ${2 * intervalMs} * interval '1 millisecond')::text as at`;
      await until(
        "two intervals to pass",
        async () => (await sql`select where clock_timestamp() > ${at}::timestamptz`).length > 0,
      );
      accept(knock);
    },
    0,
  ),
  {
    name: "provider goes silent, half-open sockets",
    stage: shortTimeout,
    async run(stage) {
      const silentAfter = stage.random.between(1, 3);
      await stage.start();
      const told = stage.tell(1, 2, 3, 4, 5);
      await stage.wasender.begun(silentAfter);
      stage.wasender.pullThePlug();
      await told;
      await until("a send to be given up", async () => (await uncertainCount(stage)) > 0);
      stage.wasender.plugIn();
      // The one that was being answered, the one that was given up, and one that had begun when the line came back.
      return { uncertain: [1, 3] };
    },
  },
  {
    name: "provider refuses connections",
    async run(stage) {
      await stage.wasender.close();
      await stage.start();
      await stage.tell(1, 2, 3);
      await until(
        "a send to be refused",
        async () =>
          (
            await stage.sql`
        select from whatsapp_send_attempts where code = 'unreachable'`
          ).length > 0,
      );
      await stage.wasender.open();
      return { uncertain: 0 };
    },
  },
];

async function uncertainCount({ sql }: Stage): Promise<number> {
  return (await sql`select from whatsapp_messages where status = 'uncertain'`).length;
}
