import type { Attempt, Model } from "./model.ts";
import { checkPromises } from "./promises/check-promises.ts";
import { type Rows, readRows } from "./rows.ts";
import type { World } from "./world.ts";

/** One thing that was done, between two looks at the rows. */
export interface Step {
  name: string;
  before: Rows;
  after: Rows;
  claimed: Attempt | null;
  settled: Attempt | null;
  /** Leases that ended in it. */
  ended: Attempt[];
  resent: number | null;
  /** A claim or a tick: what is too late must be expired after it. */
  housekept: boolean;
}

/** A promise that did not hold. */
export class Broken extends Error {
  constructor(promise: string, what: string) {
    super(`${promise} ${what}`);
    this.name = "Broken";
  }
}

/** Does it, looks at the rows again, and checks every promise. */
export async function act(
  m: Model,
  w: World,
  name: string,
  does: (step: Step) => Promise<void>,
): Promise<void> {
  const step: Step = {
    name,
    before: m.rows,
    after: m.rows,
    claimed: null,
    settled: null,
    ended: [],
    resent: null,
    housekept: false,
  };
  m.step += 1;
  await does(step);
  step.after = await readRows(w.session());
  m.rows = step.after;
  checkPromises(m, step);
}
