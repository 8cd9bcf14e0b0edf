import type { Simulation } from "../simulation.ts";
import type { ChatFile } from "../world/chat-file.ts";
import type { ChatMessage, Choice } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import type { Send } from "../world/send.ts";
import type { WebhookPost } from "../world/wire-entry.ts";

export interface WrittenMessage {
  message: ChatMessage;
  file: ChatFile | null;
  /** What was tapped, where that is the message. */
  tap: Choice | null;
}

/** Who stands between a phone and the product, and tells what the customer does. */
export interface Gateway {
  messageId(customer: Customer): string;
  /** One for each copy of it that is posted; null where none is. */
  wrote(sim: Simulation, customer: Customer, written: WrittenMessage): Promise<WebhookPost | null>[];
  reacted(sim: Simulation, customer: Customer, target: ChatMessage, emoji: string): void;
  edited(sim: Simulation, customer: Customer, target: ChatMessage, text: string): void;
  deleted(sim: Simulation, customer: Customer, target: ChatMessage): void;
  /** The customer has read what we sent. */
  read(sim: Simulation, send: Send, customer: Customer): void;
}
