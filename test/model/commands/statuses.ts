import { act, Broken } from "../act.ts";
import { attemptsOf, type Delivery, type Model, mayHaveArrived, tell } from "../model.ts";
import { lidOf } from "../people.ts";
import { post } from "../post.ts";
import type { MessageRow } from "../rows.ts";
import { command, pick } from "./command.ts";
import { addressOf, type By } from "./replies.ts";

export type Told = "sent" | "delivered" | "read" | "failed";
/** By WhatsApp's id, by the provider's own, or by both, which binds the one to the other. */
export type StatusBy = "whatsapp" | "provider" | "both";

const codes = { failed: 0, sent: 2, delivered: 3, read: 4 };
const anythingArrived = (m: Model) => m.arrived.length > 0;

/** Of any send that arrived, also before it was settled or bound, and in any order. */
export const status = command(
  "status",
  (m, w, arrived: number, told: Told, by: StatusBy = "whatsapp") => {
    const { whatsappId, providerId } = pick(m.arrived, arrived);
    const key = by === "provider" ? { fromMe: true } : { id: whatsappId, fromMe: true };
    const msgId = by === "whatsapp" ? {} : { msgId: Number(providerId) };
    return post(m, w, {
      door: "wasender",
      body: { event: "messages.update", data: { ...msgId, key, update: { status: codes[told] } } },
      kind: "status",
      effect: (m) => tell(m, by === "provider" ? `provider:${providerId}` : whatsappId, told),
    });
  },
  anythingArrived,
);

/** Our own send, coming back from the linked phone. */
export const echo = command(
  "echo",
  (m, w, arrived: number, by: By = "phone") => {
    const { customer, whatsappId, text } = pick(m.arrived, arrived);
    return post(m, w, echoDelivery(customer, whatsappId, text, by));
  },
  anythingArrived,
);

/** Somebody wrote it on the linked phone. */
export const typed = command("typed", (m, w, customer: number, n: number, by: By = "phone") =>
  post(m, w, echoDelivery(customer, `TYPED${customer}X${n}`, "La richiamo domani", by)),
);

function echoDelivery(customer: number, id: string, text: string, by: By): Delivery {
  const { remoteJid } = addressOf(customer, by);
  const alt = by === "pair" ? { remoteJidAlt: addressOf(customer, "phone").remoteJid } : {};
  return {
    door: "wasender",
    body: {
      event: "messages.upsert",
      data: { messages: [{ key: { id, fromMe: true, remoteJid, ...alt }, message: { conversation: text } }] },
    },
    kind: "echo",
    effect: (m) => tell(m, id, "sent"),
  };
}

/** `message.sent` with success false: the one failure that names no message. It is the only send without an id, or nobody's. */
export const looseFailure = command("looseFailure", (m, w) => {
  const [only, ...others] = m.rows.messages.filter((row) => isUnbound(m, row));
  return post(m, w, {
    door: "wasender",
    body: {
      event: "message.sent",
      timestamp: m.now,
      data: { success: false, error: "Failed to send message" },
    },
    kind: "failure",
    effect: (m, _heard, outcome) => {
      if (outcome === "processed" && only && others.length === 0) tell(m, `row:${only.id}`, "failed");
    },
  });
});

const isUnbound = (m: Model, row: MessageRow) =>
  row.whatsappId === null &&
  !["sent", "failed"].includes(row.status) &&
  attemptsOf(m, row.id).some(mayHaveArrived);

const logged = (m: Model) =>
  m.arrived.filter(({ message, providerId }) =>
    m.rows.messages.some((row) => row.id === message && row.providerId === providerId),
  );

/** The provider's log joins its id, known from the acceptance, to WhatsApp's, and may name the LID. */
export const bind = command(
  "bind",
  (m, w, arrived: number, told: Told | null, withLid: boolean) => {
    const { customer, message, whatsappId } = pick(logged(m), arrived);
    const lid = withLid ? lidOf(customer) : null;
    return act(m, w, "bind", async () => {
      const info = { kind: "found", whatsappId, status: told, chat: { phone: null, lid } };
      const bound = await w.rpc("bind_message", { message, info });
      if (typeof bound !== "boolean") throw new Broken("I10", `bind_message answered ${bound}`);
      if (bound && told) tell(m, whatsappId, told);
      if (bound && withLid) m.linked.add(customer);
    });
  },
  (m) => logged(m).length > 0,
);
