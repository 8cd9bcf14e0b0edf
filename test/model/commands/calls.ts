import { endedCall, phone } from "../../support/calls.ts";
import type { Delivery } from "../model.ts";
import { customerOfCall } from "../people.ts";
import { post } from "../post.ts";
import { command } from "./command.ts";

/** `tagged` is a later body of the same call; `refusal` says not to send, and may be the first word of a call. */
export type CallBody = "ended" | "tagged" | "refusal";

/** Call n belongs to customer n modulo their number, so that customers have several. */
export const callEnded = command("callEnded", (m, w, call: number, body: CallBody = "ended") =>
  post(m, w, callDelivery(call, body)),
);

export function callDelivery(call: number, body: CallBody): Delivery {
  const name = `call-${call}`;
  const customer = customerOfCall(name);
  const bodies = {
    ended: endedCall(customer, { call_id: name }),
    tagged: endedCall(customer, { call_id: name, event: "call-modified", call_tags: "later" }),
    refusal: { data: { callId: name, caller_number: phone(customer), shouldSend: false } },
  };
  return {
    door: "cloudtalk",
    body: bodies[body],
    kind: "call",
    effect: (m) => {
      m.callNames.add(name);
    },
  };
}
