import { Broken } from "../act.ts";
import type { Delivery } from "../model.ts";
import { post } from "../post.ts";
import type { Rows } from "../rows.ts";
import { command, pick } from "./command.ts";

/** I2: any earlier delivery once more, byte for byte. It changes no row but its own. */
export const again = command(
  "again",
  async (m, w, n: number) => {
    const delivery = pick(m.deliveries, n);
    const before = facts(m.rows);
    const { status, outcome } = await post(m, w, delivery);
    if (status !== 200) throw new Broken("I1", `a repeated ${delivery.kind} was answered ${status}`);
    if (!isRepeatable(delivery)) return;
    if (facts(m.rows) !== before) throw new Broken("I2", `a repeated ${delivery.kind} had an effect`);
    if (outcome !== "duplicate" && outcome !== "ignored")
      throw new Broken("I2", `a repeated ${delivery.kind} was ${outcome}`);
  },
  (m) => m.deliveries.length > 0,
);

/**
 * A state has no key: the last one wins. An echo that waited for its message finds it when it comes again, and a
 * status that waited finds the provider's id: telling it again is then the first time that it lands.
 */
const isRepeatable = ({ kind }: Delivery) => kind === "call" || kind === "reply";

const facts = ({ requests: _, ...rest }: Rows) => JSON.stringify(rest);
