import type { Context } from "hono";
import type { Simulation } from "../simulation.ts";
import { fetchedFile } from "../wasender/fetched-file.ts";
import { withoutAnswer } from "../wasender/without-answer.ts";
import type { Customer } from "../world/customer.ts";
import { phoneDigits } from "../world/customer.ts";
import { windowEnd } from "../world/service-window.ts";
import type { MetaFault } from "../world/switches.ts";
import { acceptMessage, receiverOf } from "./accept-message.ts";
import { deliverMessage, failMessage } from "./deliver.ts";
import type { GraphEnv } from "./graph-env.ts";
import { GraphError } from "./graph-error.ts";
import { markRead } from "./mark-read.ts";
import { rateError, refuseTooFast } from "./meta-pace.ts";
import { type MetaMessage, parseMessage } from "./parse-message.ts";
import { reactTo } from "./react-to.ts";

const SLOW_MS = 3000;
export const CLOSED_WINDOW = 131047;

/** `POST /{phone-number-id}/messages`: read marks; else parameters, template, pace, window; then it is taken. */
export async function sendGraphMessage(sim: Simulation, c: Context<GraphEnv>): Promise<Response> {
  const { world } = sim;
  const input = (c.get("input") ?? {}) as Record<string, unknown>;
  if (input.status === "read") return c.json(markRead(world, input));
  world.sendsInFlight += 1;
  world.mostSendsInFlight = Math.max(world.mostSendsInFlight, world.sendsInFlight);
  try {
    return await takeMessage(sim, c, parseMessage(world, input));
  } finally {
    world.sendsInFlight -= 1;
  }
}

async function takeMessage(sim: Simulation, c: Context<GraphEnv>, message: MetaMessage): Promise<Response> {
  const { world } = sim;
  const fault = c.get("fault");
  refuseByFault(fault);
  const customer = receiverOf(world, message);
  checkFile(sim, message);
  refuseTooFast(world, customer.id);
  const isClosed = message.template === null && windowEnd(customer, "meta", world.now()) === null;
  if (isClosed && !world.switches.metaClosedLater) throw closedWindow();
  const send = acceptMessage(world, "meta", message, customer);
  if (isClosed) failMessage(sim, send, customer, CLOSED_WINDOW);
  else if (message.reaction) reactTo(sim, send, customer, message.reaction);
  else if (message.file?.link) void fetchThen(sim, message.file.link, send, customer, fault);
  else {
    const file = message.file?.id && world.meta.media.get(message.file.id);
    if (file) world.keepFile(send.message.id, file);
    deliverMessage(sim, send, customer, fault);
  }
  const isHeld = message.template !== null && (fault === "held" || fault === "held-dropped");
  const accepted = {
    messaging_product: "whatsapp",
    contacts: [
      message.to === null
        ? { input: send.to, user_id: customer.bsuid }
        : { input: send.to, wa_id: phoneDigits(customer) },
    ],
    messages: [{ id: send.message.id, ...(isHeld && { message_status: "held_for_quality_assessment" }) }],
  };
  switch (fault) {
    case "slow":
      await new Promise<void>((resolve) => world.schedule(resolve, SLOW_MS));
      return c.json(accepted);
    case "500-delivered":
      return c.json(
        { error: { message: "An unknown error has occurred.", type: "OAuthException", code: 1 } },
        500,
      );
    case "timeout-delivered":
    case "reset-delivered":
      return withoutAnswer(c, fault);
    default:
      return c.json(accepted);
  }
}

export const closedWindow = () =>
  new GraphError(CLOSED_WINDOW, "Re-engagement message", {
    details:
      "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
  });

function refuseByFault(fault: MetaFault): void {
  switch (fault) {
    case "rate":
      throw rateError(130429);
    case "pair":
      throw rateError(131056);
    case "spam":
      throw rateError(131048);
    case "payment":
      throw new GraphError(131042, "Business eligibility payment issue", {
        details:
          "Message failed to send because there were one or more errors related to your payment method.",
      });
    case "unavailable":
      throw new GraphError(131016, "Service unavailable", {
        status: 500,
        details: "A service is temporarily unavailable.",
      });
  }
}

function checkFile({ world }: Simulation, { file, kind }: MetaMessage): void {
  if (file?.id === undefined || world.meta.media.has(file.id)) return;
  throw new GraphError(
    100,
    `Param ${kind}['id'] is not a valid whatsapp business account media attachment ID`,
  );
}

/** Meta fetches it after its answer; what cannot be had fails (docs, error codes: 131053). */
async function fetchThen(
  sim: Simulation,
  link: string,
  send: Parameters<typeof deliverMessage>[1],
  customer: Customer,
  fault: MetaFault,
): Promise<void> {
  const file = await fetchedFile(link);
  if (file === "away") return failMessage(sim, send, customer, 131053);
  if (file) sim.world.keepFile(send.message.id, file);
  deliverMessage(sim, send, customer, fault);
}
