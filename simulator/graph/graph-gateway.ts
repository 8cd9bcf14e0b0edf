import type { Gateway } from "../phone/gateway.ts";
import { phoneDigits } from "../world/customer.ts";
import { readMessage } from "./deliver.ts";
import { emitGraph } from "./emit-graph.ts";
import { wamid } from "./wamid.ts";
import { inboundValue, messageItem } from "./write-inbound.ts";

/** What a customer's thumb does on the chat with our number at Meta, as Meta tells it. */
export const graphGateway: Gateway = {
  messageId: (customer) => wamid(phoneDigits(customer), "customer"),
  wrote: (sim, customer, { message, file, tap }) => [
    emitGraph(sim, "messages", inboundValue(sim, customer, messageItem(sim, message, file, tap))),
  ],
  reacted(sim, customer, target, emoji) {
    const reaction = { message_id: target.id, ...(emoji && { emoji }) };
    const item = { id: wamid(phoneDigits(customer), "customer"), type: "reaction", reaction };
    void emitGraph(sim, "messages", inboundValue(sim, customer, item));
  },
  edited(sim, customer, target, text) {
    const edit = { original_message_id: target.id, message: { type: "text", text: { body: text } } };
    const item = { id: wamid(phoneDigits(customer), "customer"), type: "edit", edit };
    void emitGraph(sim, "messages", inboundValue(sim, customer, item));
  },
  deleted(sim, customer, target) {
    const revoke = { original_message_id: target.id };
    const item = { id: wamid(phoneDigits(customer), "customer"), type: "revoke", revoke };
    void emitGraph(sim, "messages", inboundValue(sim, customer, item));
  },
  read: (sim, send, customer) => readMessage(sim, send, customer),
};
