import { Broken } from "../act.ts";
import { post } from "../post.ts";
import type { Rows } from "../rows.ts";
import { type CallBody, callDelivery } from "./calls.ts";
import { command } from "./command.ts";
import { type By, replyDelivery, type Said } from "./replies.ts";

/** I3: the effect of the delivery fails. Nothing of it is there, its keys are not used up, and the clock tries again. */
export const callWhileBroken = command("callWhileBroken", (m, w, call: number, body: CallBody) =>
  whileBroken(m, w, () => callDelivery(call, body)),
);

export const replyWhileBroken = command(
  "replyWhileBroken",
  (m, w, customer: number, n: number, said: Said, by: By) =>
    whileBroken(m, w, () => replyDelivery(customer, n, said, by, null)),
);

async function whileBroken(
  m: Parameters<typeof post>[0],
  w: Parameters<typeof post>[1],
  delivery: () => Parameters<typeof post>[2],
): Promise<void> {
  await w.breakEffects(true);
  const before = facts(m.rows);
  const { status } = await post(m, w, delivery());
  await w.breakEffects(false);
  if (status === 503 && facts(m.rows) !== before)
    throw new Broken("I3", "a failed delivery left a part of its effect");
}

const facts = ({ requests: _, ...rest }: Rows) => JSON.stringify(rest);
