import type { PostgresServer } from "../support/provided.ts";
import { checkLedger } from "./check-ledger.ts";
import { checkPhone } from "./check-phone.ts";
import type { Fault } from "./fault.ts";
import { calm, recover } from "./recover.ts";
import { showStage } from "./show-stage.ts";
import { openStage } from "./stage/stage.ts";
import { within } from "./stage/within.ts";

export interface Run {
  fault: string;
  seed: number;
  calls: number;
  delivered: number;
  uncertain: number;
  /** Deliveries tried, repetitions included. */
  posts: number;
  violations: string[];
}

const stepMs = 120_000;

/** One fault from an empty database to the verdict. FAULT_SHOW prints the whole stage of a run that went wrong. */
export async function runFault(fault: Fault, server: PostgresServer, seed: number): Promise<Run> {
  const stage = await openStage(server, seed, fault.stage);
  const step = <Answer>(what: string, work: Promise<Answer>) =>
    within(stepMs, `${fault.name}, ${what}`, work);
  try {
    const expected = await step("the fault", fault.run(stage));
    await step("the recovery", recover(stage));
    const { delivered, uncertain, violations } = await step(
      "the look at the phone",
      checkPhone(stage, expected),
    );
    await step("the end of the echoes", calm(stage));
    violations.push(...(await step("the ledger", checkLedger(stage))), ...(expected.violations?.() ?? []));
    if (violations.length > 0) await show();
    const { customers, sender } = stage;
    return {
      fault: fault.name,
      seed,
      calls: customers.size,
      delivered,
      uncertain,
      posts: sender.tries.length,
      violations,
    };
  } catch (error) {
    await show();
    throw error;
  } finally {
    await step("the end", stage.close());
  }

  async function show(): Promise<void> {
    if (process.env.FAULT_SHOW) console.log(fault.name, await within(5_000, "to show it", showStage(stage)));
  }
}
