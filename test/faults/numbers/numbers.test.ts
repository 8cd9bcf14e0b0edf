import { describe, expect, test } from "vitest";
import { everyAnswer } from "./answer-faults.ts";
import { checkNumber, recoverNumber } from "./check-numbers.ts";
import type { NumberFault } from "./number-fault.ts";
import { type NumberVendor, openNumberStage } from "./number-stage.ts";
import { wayFaults } from "./way-faults.ts";

/** Once each, always with the same seed, in `npm test`; `npm run test:faults` asks for more, each with a seed of its own. */
const runs = Number(process.env.FAULT_RUNS ?? 1);
const firstSeed = Number(process.env.FAULT_SEED ?? (runs === 1 ? 1 : Date.now() % 1_000_000));
const vendors: NumberVendor[] = ["meta", "cunnekt"];

describe.each(vendors)(
  "on a number of %s nothing is sent twice or lost, and each has an end that is seen",
  (vendor) => {
    const faults = [everyAnswer, ...wayFaults].filter(({ only = vendor }) => only === vendor);
    test.each(faults.map((fault): [string, NumberFault] => [fault.name, fault]))(
      "%s",
      { timeout: 120_000 * runs },
      async (_name, fault) => {
        for (let run = 0; run < runs; run += 1) {
          const seed = firstSeed + run;
          expect.soft(await violationsOf(fault, vendor, seed), `FAULT_SEED=${seed}`).toEqual([]);
        }
      },
    );
  },
);

async function violationsOf(fault: NumberFault, vendor: NumberVendor, seed: number): Promise<string[]> {
  const stage = await openNumberStage(vendor, seed, { timeoutMs: fault.timeoutMs });
  try {
    const { endings = {}, violations = [], names } = await fault.run(stage);
    await recoverNumber(stage);
    return [...violations, ...(await checkNumber(stage, endings, names))];
  } finally {
    await stage.close();
  }
}
