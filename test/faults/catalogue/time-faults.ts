import type { Fault } from "../fault.ts";
import { accept, type Knock } from "../stage/pretend-wasender.ts";
import type { Stage } from "../stage/stage.ts";

const tenMinutes = 600_000;
const retryAfterMs = 20_000;
/** Between two looks of the scheduler; and an HTTP date has whole seconds. */
const tickMs = 61_000;
const dateGrainMs = 1_000;

type Refusal = () => [body: object, headers: Record<string, string>];
const inSeconds: Refusal = () => [{ message: "Too many requests", retry_after: retryAfterMs / 1000 }, {}];
const untilDate: Refusal = () => [
  { message: "Too many requests" },
  { "retry-after": new Date(Date.now() + retryAfterMs).toUTCString() },
];

/** A process whose wall clock is wrong meets a 429 that says how long to wait. */
function wrongClock(shiftMs: number, name: string, refusal: Refusal): Fault {
  return {
    name: `function clock 10 minutes ${shiftMs > 0 ? "ahead" : "behind"}, ${name}`,
    async run(stage) {
      const nth = stage.random.between(1, 3);
      stage.wasender.plan(nth, {
        onMessage: (knock: Knock) => {
          knock.refused = true;
          knock.answer(429, ...refusal());
        },
      });
      await stage.start({ FAULT_DATE_SHIFT_MS: String(shiftMs) });
      await stage.tell(1, 2, 3, 4);
      const violations = () => {
        const [refused, next] = stage.wasender.knocks.slice(nth - 1);
        const waited = (next?.at ?? Number.POSITIVE_INFINITY) - refused!.at;
        const kept = waited >= retryAfterMs - dateGrainMs && waited <= retryAfterMs + 2 * tickMs;
        return kept
          ? []
          : [`${Math.round(waited / 1000)} s of waiting where ${retryAfterMs / 1000} were asked for`];
      };
      return { uncertain: 0, violations };
    },
  };
}

/** No nudge gets through, so that everything is left to the scheduler. */
async function tellWithoutNudges(stage: Stage): Promise<void> {
  stage.gateway.trap("before", "claim_messages", 1, () => "cut", { times: 4 });
  await stage.tell(1, 2, 3, 4);
}

export const timeFaults: Fault[] = [
  wrongClock(tenMinutes, "429 in seconds", inSeconds),
  wrongClock(-tenMinutes, "429 in seconds", inSeconds),
  wrongClock(tenMinutes, "429 until a date", untilDate),
  wrongClock(-tenMinutes, "429 until a date", untilDate),
  {
    name: "function clocks 20 minutes apart, answers slower than the interval",
    async run(stage) {
      await stage.start({ FAULT_DATE_SHIFT_MS: String(tenMinutes) });
      await stage.start({ FAULT_DATE_SHIFT_MS: String(-tenMinutes) });
      for (let nth = 1; nth <= 6; nth += 1) {
        stage.wasender.plan(nth, {
          onMessage: async (knock) => {
            await Promise.all(stage.workers.map((worker) => stage.tick(worker)));
            accept(knock);
          },
        });
      }
      await stage.tellEverywhere(1, 2, 3, 4, 5, 6);
      return { uncertain: 0 };
    },
  },
  {
    name: "ticks missed for ten minutes",
    async run(stage) {
      await stage.start();
      await tellWithoutNudges(stage);
      await stage.shift(tenMinutes);
      await stage.tick();
      return { uncertain: 0 };
    },
  },
  {
    name: "ticks doubled, at two processes",
    async run(stage) {
      const workers = [await stage.start(), await stage.start()];
      await tellWithoutNudges(stage);
      for (let minute = 0; minute < 3; minute += 1) {
        await Promise.all([...workers, ...workers].map((worker) => stage.tick(worker)));
        await stage.shift(60_000);
      }
      return { uncertain: 0 };
    },
  },
  {
    name: "tick late by an hour",
    async run(stage) {
      await stage.start();
      await tellWithoutNudges(stage);
      await stage.shift(3_600_000);
      await stage.tick();
      return { uncertain: 0 };
    },
  },
];
