import type { Tell } from "../graph/deliver.ts";
import { statusError } from "../graph/graph-error.ts";
import { statusOf, statusValue } from "../graph/statuses.ts";
import { phoneDigits } from "../world/customer.ts";
import { emitCunnekt } from "./emit-cunnekt.ts";

/** A status of what we sent over Cunnekt. */
export const tellCunnekt: Tell = (sim, send, customer, status, code) => {
  const { biz_opaque_callback_data: _, ...one } = statusOf(sim, send, customer, status, code);
  void emitCunnekt(sim, {
    name: `message.status ${status}`,
    event: "message.status",
    value: statusValue(status === "failed" ? null : customer, [one]),
    data: {
      id: send.message.id,
      status,
      to: phoneDigits(customer),
      timestamp: new Date(sim.world.now()).toISOString(),
      ...(code !== undefined && { error: statusError(code) }),
    },
  });
};
