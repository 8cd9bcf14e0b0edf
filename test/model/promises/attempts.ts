import { Broken, type Step } from "../act.ts";
import type { Model } from "../model.ts";

/** I4, I5, I9: the product's list of attempts is the model's, claim by claim and outcome by outcome. */
export function attempts(m: Model, { after }: Step): void {
  const told = (a: { message: number; attempt: number }, at: number, outcome: string) =>
    `message ${a.message} attempt ${a.attempt} at ${at - m.now} ms: ${outcome}`;
  const theirs = after.attempts.map((row) => told(row, row.startedAt, row.outcome));
  const ours = m.attempts.map((a) => told(a, a.claimedAt, a.known === "died" ? "uncertain" : a.known));
  const extra = theirs.find((line) => !ours.includes(line));
  const missing = ours.find((line) => !theirs.includes(line));
  if (extra || missing || theirs.length !== ours.length)
    throw new Broken("I5 I9", `attempts: product says ${extra}, model says ${missing}`);
  if (after.attempts.filter(({ outcome }) => outcome === "in_flight").length > 1)
    throw new Broken("I6", "two sends are in flight");
}
