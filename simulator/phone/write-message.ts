import type { Simulation } from "../simulation.ts";
import { emitWebhook } from "../wasender/emit-webhook.ts";
import { messageContent } from "../wasender/message-content.ts";
import { inboundKey } from "../wasender/message-key.ts";
import { OWN_NUMBER } from "../wasender/own-number.ts";
import { ownFile } from "../world/chat-file.ts";
import type { ChatKind, ChatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { phoneMessageId } from "../world/whatsapp-id.ts";
import { markTaken } from "./mark-taken.ts";

export interface CustomerMessage {
  kind: ChatKind;
  /** Text, or caption. */
  text?: string;
  fileName?: string;
  /** Swipes on the message with this id. */
  quotes?: string | null;
}

export interface Written {
  message: ChatMessage;
  /** Resolves when the product took every copy (or refused one twice). */
  taken: Promise<boolean>;
}

/** The customer writes; the same message comes as `messages.upsert` and `messages.received`, one id. */
export function writeMessage(sim: Simulation, customer: Customer, input: CustomerMessage): Written {
  const message: ChatMessage = {
    id: phoneMessageId(),
    from: "customer",
    kind: input.kind,
    text: input.text ?? "",
    fileName: input.kind === "pdf" ? (input.fileName ?? "bolletta.pdf") : null,
    at: sim.world.now(),
    quotes: input.quotes ?? null,
    status: 1,
    reaction: null,
    edited: false,
    deleted: false,
  };
  const sent = customer.chat.filter(({ from, kind }) => from === "customer" && kind === input.kind).length;
  const file = ownFile(message.kind, message.text, sent);
  if (file) sim.world.keepFile(message.id, file);
  customer.chat.push(message);
  const base = {
    key: inboundKey(customer, message.id),
    messageBody: message.text,
    message: messageContent(message, file ?? undefined, quoteContext(sim, customer, message.quotes)),
  };
  const extras = {
    messageTimestamp: Math.floor(message.at / 1000),
    pushName: customer.name,
    broadcast: false,
  };
  const posts = [
    emitWebhook(sim, "messages.upsert", { messages: [{ ...base, ...extras }] }),
    emitWebhook(sim, "messages.received", { messages: base }),
  ];
  return { message, taken: markTaken(sim, message, posts) };
}

function quoteContext({ world }: Simulation, customer: Customer, quotes: string | null) {
  const quoted = quotes && customer.chat.find((message) => message.id === quotes);
  if (!quoted) return undefined;
  const participant = quoted.from === "business" ? OWN_NUMBER.pn : inboundKey(customer, quoted.id).remoteJid;
  return {
    stanzaId: quoted.id,
    participant,
    quotedMessage: messageContent(quoted, world.files.get(quoted.id)),
  };
}
