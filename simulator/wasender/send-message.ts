import type { Context } from "hono";
import type { Simulation } from "../simulation.ts";
import type { Customer } from "../world/customer.ts";
import type { Send } from "../world/send.ts";
import { paceMessage, sendLimit } from "../world/send-limit.ts";
import { acceptSend, recipientOf } from "./accept-send.ts";
import { deliverSend, failSend } from "./deliver-send.ts";
import { fetchedFile } from "./fetched-file.ts";
import { parseSend } from "./parse-send.ts";
import type { WasenderEnv } from "./wasender-env.ts";
import { withoutAnswer } from "./without-answer.ts";

type SendContext = Context<WasenderEnv>;

const SLOW_MS = 3000;

/** `POST /send-message`: key (before), pace, fields, session, recipient; then it is taken. */
export async function sendMessage(sim: Simulation, c: SendContext): Promise<Response> {
  const { world } = sim;
  world.sendsInFlight += 1;
  world.mostSendsInFlight = Math.max(world.mostSendsInFlight, world.sendsInFlight);
  try {
    return refuse(sim, c) ?? (await take(sim, c));
  } finally {
    world.sendsInFlight -= 1;
  }
}

function refuse(sim: Simulation, c: SendContext): Response | null {
  const { world } = sim;
  const limit = sendLimit(world);
  for (const [name, value] of Object.entries(limit.headers)) c.header(name, value);
  if (c.get("fault") === "429") {
    const retry_after = Math.max(1, Math.ceil(world.limits.minIntervalMs / 1000));
    return c.json({ message: paceMessage(world.limits.minIntervalMs), retry_after }, 429);
  }
  // No `success` field in a 429: so it is documented.
  if (limit.refusal) {
    return c.json({ message: limit.refusal.message, retry_after: limit.refusal.retryAfterSeconds }, 429);
  }
  const request = parseSend(c.get("input"));
  if (!request.ok) {
    return c.json({ success: false, message: "Validation failed", errors: request.errors }, 422);
  }
  if (world.switches.sessionDown) {
    // The HTTP code is not published; the text is, and clients have to match the text.
    const message = "Your Whatsapp Session is not connected please connect your session first.";
    return c.json({ success: false, message }, 400);
  }
  if (!recipientOf(world, request.to)) {
    return c.json({ success: false, message: "The provided JID does not exist on WhatsApp." }, 422);
  }
  return null;
}

/** The answer does not wait for it. What cannot be had does not go out: the real one's words for that are not published. */
async function fetchThen(sim: Simulation, url: string, send: Send, customer: Customer): Promise<void> {
  const file = await fetchedFile(url);
  if (file === "away") return failSend(sim, send);
  if (file) sim.world.keepFile(send.message.id, file);
  deliverSend(sim, send, customer);
}

async function take(sim: Simulation, c: SendContext): Promise<Response> {
  const request = parseSend(c.get("input"));
  const customer = request.ok ? recipientOf(sim.world, request.to) : null;
  if (!request.ok || !customer) throw new Error("refused before");
  const fault = c.get("fault");
  const send = acceptSend(sim.world, request, customer);
  if (fault === "fails-later") failSend(sim, send);
  else if (request.url) void fetchThen(sim, request.url, send, customer);
  else deliverSend(sim, send, customer);
  const accepted = { success: true, data: { msgId: send.msgId, jid: send.to, status: "in_progress" } };
  switch (fault) {
    case "slow":
      await new Promise<void>((resolve) => sim.world.schedule(resolve, SLOW_MS));
      return c.json(accepted);
    case "500-delivered":
      return c.json({ success: false, message: "Server Error" }, 500);
    case "timeout-delivered":
    case "reset-delivered":
      return withoutAnswer(c, fault);
    default:
      return c.json(accepted);
  }
}
