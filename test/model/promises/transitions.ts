import { Broken, type Step } from "../act.ts";
import { type Model, rankOf } from "../model.ts";

/** I4, I8, I10, I12: how a status may change. */
export function transitions(m: Model, step: Step): void {
  for (const row of step.after.messages) {
    const old = step.before.messages.find(({ id }) => id === row.id);
    if (row.status === "queued" && row.expiresAt === null)
      throw new Broken("I12", `message ${row.id} waits without an expiry`);
    if (!old) continue;
    // What takes the place of an expired ask may be too late itself: the next claim or tick expires it.
    if (step.housekept && row.status === "queued" && row.expiresAt! <= m.now)
      throw new Broken("I12", `message ${row.id} is too late and still waits`);
    const [from, to] = [rankOf(old.status), rankOf(row.status)];
    if (from >= rankOf("accepted") && to < from)
      throw new Broken("I10", `message ${row.id} fell from ${old.status} to ${row.status}`);
    if (from > 0 && to === 0 && !mayWaitAgain(step, row.id))
      throw new Broken("I4 I8", `message ${row.id} went from ${old.status} to ${row.status} by itself`);
    if (from === 0 && old.status !== "queued" && row.status === "queued")
      throw new Broken("I12", `message ${row.id} was ${old.status} and waits again`);
    if (row.status === "expired" && old.status !== "expired" && !(old.expiresAt! <= m.now))
      throw new Broken("I12", `message ${row.id} expired ${old.expiresAt! - m.now} ms early`);
  }
  for (const old of step.before.messages) {
    // A typed message may turn out to be one of ours; nothing else goes away.
    if (old.purpose !== "typed" && !step.after.messages.some(({ id }) => id === old.id))
      throw new Broken("I13", `message ${old.id} (${old.status}) is gone`);
  }
}

const mayWaitAgain = (step: Step, message: number) =>
  step.resent === message || (step.settled?.message === message && step.settled.known === "not_sent");
