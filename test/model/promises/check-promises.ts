import type { Step } from "../act.ts";
import type { Model } from "../model.ts";
import { asks } from "./asks.ts";
import { attempts } from "./attempts.ts";
import { bill } from "./bill.ts";
import { cooldown } from "./cooldown.ts";
import { deliveries } from "./deliveries.ts";
import { people } from "./people.ts";
import { statuses } from "./statuses.ts";
import { transitions } from "./transitions.ts";

/** All of them, after every step. */
export function checkPromises(m: Model, step: Step): void {
  for (const promise of [attempts, statuses, transitions, asks, deliveries, people, bill, cooldown])
    promise(m, step);
}
