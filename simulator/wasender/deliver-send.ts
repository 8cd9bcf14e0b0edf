import type { Simulation } from "../simulation.ts";
import type { Customer } from "../world/customer.ts";
import type { Send } from "../world/send.ts";
import { emitWebhook } from "./emit-webhook.ts";
import { messageContent } from "./message-content.ts";
import { chatJid, echoKey } from "./message-key.ts";
import { OWN_NUMBER } from "./own-number.ts";

/** After "in_progress": echo, sent, delivered to the phone, read; one step each `statusDelayMs`. */
export function deliverSend(sim: Simulation, send: Send, customer: Customer): void {
  const { message } = send;
  inSteps(sim, [
    () => {
      void emitWebhook(sim, "messages.upsert", {
        messages: [
          {
            key: echoKey(customer, message.id),
            messageBody: message.text,
            message: messageContent(message, sim.world.files.get(message.id)),
            messageTimestamp: Math.floor(sim.world.now() / 1000),
            pushName: OWN_NUMBER.name,
          },
        ],
      });
    },
    () => {
      setStatus(sim, send, customer, 2);
      // The vendor's sample shows +E.164 here where every other event has a JID.
      const key = { id: message.id, fromMe: true, remoteJid: customer.phone };
      void emitWebhook(sim, "message.sent", {
        key,
        message: messageContent(message, sim.world.files.get(message.id)),
        success: true,
      });
    },
    () => {
      customer.chat.push(message);
      setStatus(sim, send, customer, 3);
    },
    () => {
      if (sim.world.switches.autoRead) readSend(sim, send, customer);
    },
  ]);
}

/** The provider changes its mind: one event that names no message. */
export function failSend(sim: Simulation, send: Send): void {
  sim.world.schedule(() => {
    send.message.status = 0;
    sim.world.touch();
    void emitWebhook(sim, "message.sent", {
      success: false,
      error: `Failed to send message: Invalid number JID: ${send.to}`,
    });
  }, sim.settings.statusDelayMs);
}

export function readSend(sim: Simulation, send: Send, customer: Customer): void {
  if (send.message.status === 3) setStatus(sim, send, customer, 4);
}

function setStatus(sim: Simulation, send: Send, customer: Customer, status: 2 | 3 | 4): void {
  send.message.status = status;
  sim.world.touch();
  const key = { id: send.message.id, fromMe: true, remoteJid: chatJid(customer) };
  void emitWebhook(sim, "messages.update", { update: { status }, key });
}

function inSteps(sim: Simulation, steps: (() => void)[]): void {
  const [first, ...rest] = steps;
  if (!first) return;
  sim.world.schedule(() => {
    first();
    inSteps(sim, rest);
  }, sim.settings.statusDelayMs);
}
