import fc from "fast-check";
import { afterAll, beforeAll, test } from "vitest";
import { anyCommands, setting } from "./arbitraries.ts";
import { begin } from "./run-commands.ts";
import { createWorld, type World } from "./world.ts";

/**
 * Random interleavings of calls, duplicates, replies, statuses, dying workers and jumps of the clock, checked after every
 * step against a small model of the promises (docs/promises.md).
 *
 * MODEL_RUNS=2000 runs longer, from a random seed, which a failure prints; MODEL_SEED runs that one again. The list that
 * it prints is code: pasted into regressions.test.ts it is a test. MODEL_NO_SHRINK=1 answers at once, with a long list.
 */
const { MODEL_RUNS, MODEL_SEED, MODEL_COMMANDS, MODEL_NO_SHRINK } = process.env;
const numRuns = Number(MODEL_RUNS ?? 120);
/** Drawn, not done: about two in five find nothing to do. */
const maxCommands = Number(MODEL_COMMANDS ?? 100);
/** Finding the shortest failing list is bounded too: that of a long one takes a minute. */
const interruptAfterTimeLimit = 60_000 + numRuns * 1_500;
const seeds = MODEL_SEED ? [Number(MODEL_SEED)] : MODEL_RUNS ? [Date.now() % 2 ** 31] : [1, 2, 3];

let w: World;
beforeAll(async () => {
  w = await createWorld();
});
afterAll(() => w.close());

test.for(seeds)(
  "the promises hold, whatever happens in whatever order (seed %i)",
  { timeout: 120_000 + numRuns * 2_000 },
  async (seed) => {
    await fc.assert(
      fc.asyncProperty(setting, anyCommands(maxCommands), (s, commands) =>
        fc.asyncModelRun(() => begin(w, s), commands),
      ),
      {
        seed,
        numRuns: Math.ceil(numRuns / seeds.length),
        interruptAfterTimeLimit,
        endOnFailure: MODEL_NO_SHRINK === "1",
      },
    );
  },
);
