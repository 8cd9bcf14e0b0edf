import type { Simulation } from "../simulation.ts";
import { ownFile } from "../world/chat-file.ts";
import { type ChatKind, type ChatMessage, type Choice, chatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import type { Line } from "../world/line.ts";
import { gateways } from "./gateways.ts";
import { markTaken } from "./mark-taken.ts";

export interface CustomerMessage {
  /** Which of our numbers it goes to. Default: Wasender's. */
  line?: Line;
  kind: ChatKind;
  /** Text, or caption. */
  text?: string;
  fileName?: string;
  /** Swipes on the message with this id. */
  quotes?: string | null;
  /** A button or a row that was tapped: the message is its words. */
  tap?: Choice;
}

export interface Written {
  message: ChatMessage;
  /** Resolves when the product took every copy (or refused one each time). */
  taken: Promise<boolean>;
}

/** The customer writes to one of our numbers, which opens its window. */
export function writeMessage(sim: Simulation, customer: Customer, input: CustomerMessage): Written {
  const { line = "wasender", kind, tap } = input;
  const gateway = gateways[line];
  const message = chatMessage({
    id: gateway.messageId(customer),
    line,
    from: "customer",
    kind,
    text: tap?.title ?? input.text ?? "",
    fileName: kind === "pdf" ? (input.fileName ?? "bolletta.pdf") : null,
    at: sim.world.now(),
    quotes: input.quotes ?? null,
  });
  const sent = customer.chat.filter((one) => one.from === "customer" && one.kind === kind).length;
  const file = ownFile(message.kind, message.text, sent);
  if (file) sim.world.keepFile(message.id, file);
  customer.chat.push(message);
  customer.wroteAt[line] = message.at;
  return {
    message,
    taken: markTaken(sim, message, gateway.wrote(sim, customer, { message, file, tap: tap ?? null })),
  };
}
