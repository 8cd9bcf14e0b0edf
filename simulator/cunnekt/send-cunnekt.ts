import type { Context } from "hono";
import { acceptMessage, receiverOf } from "../graph/accept-message.ts";
import { deliverMessage, failMessage } from "../graph/deliver.ts";
import type { MetaMessage } from "../graph/parse-message.ts";
import { reactTo } from "../graph/react-to.ts";
import { closedWindow } from "../graph/send-message.ts";
import type { Simulation } from "../simulation.ts";
import { fetchedFile } from "../wasender/fetched-file.ts";
import { withoutAnswer } from "../wasender/without-answer.ts";
import { type Customer, phoneDigits } from "../world/customer.ts";
import type { Send } from "../world/send.ts";
import { windowEnd } from "../world/service-window.ts";
import type { CunnektEnv } from "./cunnekt-app.ts";
import { type CunnektPath, parseCunnekt } from "./parse-cunnekt.ts";
import { tellCunnekt } from "./tell-cunnekt.ts";

const SLOW_MS = 3000;

/** Meta's window holds behind Cunnekt too. */
export async function sendCunnekt(
  sim: Simulation,
  c: Context<CunnektEnv>,
  path: CunnektPath,
): Promise<Response> {
  const { world } = sim;
  const message = parseCunnekt(world, path, c.get("input"));
  const customer = receiverOf(world, message);
  if (message.template === null && windowEnd(customer, "cunnekt", world.now()) === null) throw closedWindow();
  const fault = c.get("fault");
  const send = acceptMessage(world, "cunnekt", message, customer);
  if (message.reaction) reactTo(sim, send, customer, message.reaction, tellCunnekt);
  else void deliver(sim, send, customer, message, fault === "fails-later");
  switch (fault) {
    case "slow":
      await new Promise<void>((resolve) => world.schedule(resolve, SLOW_MS));
      break;
    case "500-delivered":
      return c.json({ status: "error", message: "Internal server error" }, 500);
    case "timeout-delivered":
    case "reset-delivered":
      return withoutAnswer(c, fault);
    case "no-id":
      return c.json({ status: "success", message: "Message queued" });
  }
  return c.json(answerOf(path, send, customer));
}

/** The reply's answer is Meta's (docs); that of the others is not published. */
function answerOf(path: CunnektPath, send: Send, customer: Customer): object {
  const { id } = send.message;
  if (path === "replymessage") {
    const contacts = [{ input: send.to, wa_id: phoneDigits(customer) }];
    return { messaging_product: "whatsapp", contacts, messages: [{ id }] };
  }
  return path === "sendnotification"
    ? { status: "success", messages: [{ id }] }
    : { success: true, data: { id, status: "queued" } };
}

async function deliver(
  sim: Simulation,
  send: Send,
  customer: Customer,
  { file: source }: MetaMessage,
  fails: boolean,
): Promise<void> {
  const file = source?.link ? await fetchedFile(source.link) : null;
  if (file === "away") return failMessage(sim, send, customer, 131053, tellCunnekt);
  if (file) sim.world.keepFile(send.message.id, file);
  deliverMessage(sim, send, customer, fails ? "fails-later" : "none", tellCunnekt);
}
