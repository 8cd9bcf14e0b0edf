import { z } from "zod";
import { deleteMessage, editMessage } from "../phone/change-message.ts";
import { react } from "../phone/react.ts";
import { readChat } from "../phone/read-chat.ts";
import { writeMessage } from "../phone/write-message.ts";
import type { Simulation } from "../simulation.ts";
import type { ChatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { LINES } from "../world/line.ts";
import { ControlError, parseOrder } from "./control-error.ts";
import { knownCustomer } from "./known-customer.ts";

const schema = z.object({
  customer: z.string(),
  kind: z.enum([
    "text",
    "photo",
    "video",
    "pdf",
    "voice",
    "stop",
    "reaction",
    "edit",
    "delete",
    "read",
    "tap",
  ]),
  /** Which of our numbers it goes to. Default: where the last message of the chat passed. */
  line: z.enum(LINES).optional(),
  text: z.string().max(65_536).default(""),
  fileName: z.string().max(200).optional(),
  /** Swipe reply: the id of the message answered. */
  quotes: z.string().nullish(),
  /** Of reaction, edit, delete and tap. A reaction or a tap without it goes to our newest message. */
  target: z.string().nullish(),
  /** Of tap: the id, or the words, of a button or a row. */
  choice: z.string().optional(),
  /** Several at once, as an album comes; the text stands under the first. */
  count: z.coerce.number().int().min(1).max(10).default(1),
});

/** `POST /control/message`: what the customer's thumb does. */
export function controlMessage(sim: Simulation, input: unknown) {
  const order = parseOrder(schema, input);
  const customer = knownCustomer(sim.world, order.customer);
  switch (order.kind) {
    case "read":
      readChat(sim, customer, order.line);
      return { id: null };
    case "reaction": {
      const target = targetOf(customer, order.target, "business");
      react(sim, customer, target, order.text);
      return { id: target.id };
    }
    case "edit":
    case "delete": {
      const target = targetOf(customer, order.target, "customer");
      if (order.kind === "edit") editMessage(sim, customer, target, order.text);
      else deleteMessage(sim, customer, target);
      return { id: target.id };
    }
    case "tap":
      return tap(sim, customer, order);
    case "text":
      if (order.text.trim() === "") throw new ControlError(422, "bad_order", "text: write something.");
  }
  const line = order.line ?? customer.chat.at(-1)?.line ?? "wasender";
  const [kind, text] = order.kind === "stop" ? (["text", "STOP"] as const) : [order.kind, order.text];
  const { fileName, quotes } = order;
  const written = Array.from({ length: order.count }, (_, n) =>
    writeMessage(sim, customer, { line, kind, text: n === 0 ? text : "", fileName, quotes }),
  );
  return { id: written.at(-1)!.message.id };
}

function tap(sim: Simulation, customer: Customer, { target, choice }: z.output<typeof schema>) {
  const message = targetOf(customer, target, "business");
  const tapped = message.choices.find(({ id, title }) => id === choice || title === choice);
  if (!tapped) throw new ControlError(404, "no_choice", "There is no such button under that message.");
  const { line } = message;
  return {
    id: writeMessage(sim, customer, { line, kind: "text", quotes: message.id, tap: tapped }).message.id,
  };
}

function targetOf(customer: Customer, id: string | null | undefined, from: ChatMessage["from"]): ChatMessage {
  const target = id
    ? customer.chat.find((message) => message.id === id)
    : customer.chat.findLast((message) => message.from === from && !message.deleted);
  if (!target) throw new ControlError(404, "no_message", "There is no such message on this phone.");
  return target;
}
