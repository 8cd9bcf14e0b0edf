import { callSubject } from "./call-subject.ts";
import type { Side } from "./side.ts";
import type { Subject } from "./subject.ts";
import { deliveryParameters, echo, sendSubjects } from "./write-subjects.ts";

interface Claimed {
  action: string;
  messages: { id: number; attempt: number; to: string; text?: string; content?: { text: string } }[];
}

/** One message from the queue to its WhatsApp id, which every second one learns from its echo. */
export async function sendOnce(side: Side, n: number): Promise<[Subject, number][]> {
  const { claim, settle, bind, echo: echoed } = sendSubjects;
  const claimed = await callSubject(side, claim, n);
  const { action, messages } = claimed.answer as Claimed;
  const [message] = messages ?? [];
  if (action !== "claimed" || !message)
    throw new Error(`A claim was answered with ${JSON.stringify(claimed.answer)}.`);
  const id = String(message.id);
  const outcome = { kind: "accepted", providerMessageId: `9${id}`, httpStatus: 200 };
  const settlements = JSON.stringify([{ message: message.id, attempt: message.attempt, outcome }]);
  const settled = await callSubject(side, settle, n, [side.facts.channel, settlements]);
  const whatsappId = `BENCHSENT${id}`;
  const digits = message.to.slice(1);
  const info = JSON.stringify({ whatsappId, status: "sent", chat: { phone: message.to, lid: null } });
  const [subject, parameters] =
    n % 2 === 0
      ? [bind, [id, info]]
      : [echoed, deliveryParameters(echo(whatsappId, digits, (message.content?.text ?? message.text)!))];
  const bound = await callSubject(side, subject, n, parameters);
  if (subject === bind && bound.answer !== true) throw new Error(`Message ${id} could not be bound.`);
  return [
    [claim, claimed.ms],
    [settle, settled.ms],
    [subject, bound.ms],
  ];
}
