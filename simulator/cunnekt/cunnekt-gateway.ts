import { readMessage } from "../graph/deliver.ts";
import { wamid } from "../graph/wamid.ts";
import { inboundValue, messageItem } from "../graph/write-inbound.ts";
import type { Gateway } from "../phone/gateway.ts";
import type { Simulation } from "../simulation.ts";
import { type Customer, phoneDigits } from "../world/customer.ts";
import { type CunnektNews, emitCunnekt } from "./emit-cunnekt.ts";
import { tellCunnekt } from "./tell-cunnekt.ts";

const idFor = (customer: Customer) => wamid(phoneDigits(customer), "customer");

/** What a customer's thumb does on the chat with our number at Cunnekt. Edits and deletions are not passed on. */
export const cunnektGateway: Gateway = {
  messageId: idFor,
  wrote(sim, customer, { message, file, tap }) {
    const item = messageItem(sim, message, file, tap);
    const media = file && {
      media_url: `${sim.settings.ownUrl}/files/${encodeURIComponent(message.id)}`,
      mime_type: file.type,
    };
    const data = { id: message.id, text: message.text, ...media, filename: message.fileName ?? undefined };
    return [emitCunnekt(sim, received(sim, customer, item, data))];
  },
  reacted(sim, customer, target, emoji) {
    const reaction = { message_id: target.id, ...(emoji && { emoji }) };
    const item = { id: idFor(customer), type: "reaction", reaction };
    void emitCunnekt(sim, received(sim, customer, item, { id: item.id, text: emoji }));
  },
  edited() {},
  deleted() {},
  read: (sim, send, customer) => readMessage(sim, send, customer, tellCunnekt),
};

function received(sim: Simulation, customer: Customer, item: object, data: object): CunnektNews {
  const { type } = item as { type: string };
  const timestamp = new Date(sim.world.now()).toISOString();
  return {
    name: "message.received",
    event: "message.received",
    value: inboundValue(sim, customer, item),
    data: { ...data, type, from: phoneDigits(customer), name: customer.name, timestamp },
  };
}
