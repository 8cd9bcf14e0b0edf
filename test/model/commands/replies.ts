import { inbound, pdf, phone } from "../../support/calls.ts";
import type { Delivery, Model, Moment } from "../model.ts";
import { lidOf } from "../people.ts";
import { post } from "../post.ts";
import { command, pick } from "./command.ts";

/** How the event names its writer: by number, by WhatsApp's private id, or by both. */
export type By = "phone" | "lid" | "pair";
export type Said = "text" | "pdf" | "stop";

/** Message n of this customer: the same n is the same message, in whatever event it comes again. */
export const reply = command(
  "reply",
  (m, w, customer: number, n: number, said: Said = "text", by: By = "phone") =>
    post(m, w, replyDelivery(customer, n, said, by, null)),
);

/** From a customer who has a message of ours in hand. */
export const answer = command(
  "answer",
  (m, w, arrived: number, n: number, said: Said = "text", by: By = "phone") =>
    post(m, w, replyDelivery(pick(m.arrived, arrived).customer, n, said, by, null)),
  (m) => m.arrived.length > 0,
);

/** Swipes on one of the messages that arrived at this customer's phone. */
export const quote = command(
  "quote",
  (m, w, n: number, arrived: number, by: By) => {
    const quoted = pick(m.arrived, arrived);
    return post(m, w, replyDelivery(quoted.customer, n, "text", by, quoted.whatsappId));
  },
  (m) => m.arrived.length > 0,
);

export const addressOf = (customer: number, by: By) => {
  const digits = phone(customer).slice(1);
  const lid = lidOf(customer);
  return {
    phone: { remoteJid: `${digits}@s.whatsapp.net`, cleanedSenderPn: digits },
    lid: { remoteJid: lid, cleanedSenderPn: null, senderLid: lid },
    pair: { remoteJid: lid, cleanedSenderPn: digits, senderLid: lid },
  }[by];
};

export function replyDelivery(
  customer: number,
  n: number,
  said: Said,
  by: By,
  quoted: string | null,
): Delivery {
  const id = `IN${customer}X${n}${said}${quoted ?? ""}`;
  const text = { text: "Le mando domani", pdf: "", stop: "STOP" }[said];
  const message =
    said === "pdf"
      ? pdf
      : quoted
        ? { extendedTextMessage: { text, contextInfo: { stanzaId: quoted } } }
        : { conversation: text };
  return {
    door: "wasender",
    body: inbound(customer, text, { id, key: addressOf(customer, by), message }),
    // Its writer is known once the quoted message is: telling it again may be the first time that it tells.
    kind: by === "lid" && quoted ? "hidden quote" : "reply",
    effect: (m, heard) => learnReply(m, { customer, said, by, id, quoted, heard }),
  };
}

interface Heard {
  customer: number;
  said: Said;
  by: By;
  id: string;
  quoted: string | null;
  heard: Moment;
}

function learnReply(m: Model, { customer, said, by, id, quoted, heard }: Heard): void {
  // Also from a message that is known already: another event may bring the pair.
  if (by === "pair") m.linked.add(customer);
  if (m.inboundIds.has(id)) return;
  m.inboundIds.add(id);
  if (said === "stop") (by === "lid" ? m.stoppedByLid : m.stoppedByPhone).add(customer);
  else
    m.replies.push({
      whatsappId: id,
      customer,
      by: by === "lid" ? "lid" : "phone",
      evidence: said === "pdf" ? "attachment" : "reply",
      heard,
      quoted,
      judged: false,
    });
}
