import type { SendOutcome } from "../../../lib/model/provider.ts";
import { outboxStore } from "../../../lib/outbox/outbox-store.ts";
import { statusBody, whatsappId } from "./bodies.ts";
import type { DayWorld } from "./day-world.ts";
import type { Story } from "./story.ts";
import type { Timeline } from "./timeline.ts";

const worker = "00000000-0000-4000-8000-00000000da11";
/** As long as a dispatcher waits. */
const patienceMs = 75_000;
let nextId = 58_000_000;

/** What becomes of messages: claimed and settled by the outbox's verbs, with the story's answer in the place of the vendor's. */
export function leaving(world: DayWorld, line: Timeline, sendOf: (phone: string) => Story["send"]) {
  const { services, channel } = world;
  return { leaveOne };

  /** Lets one message leave, or time pass until one may, before `until`. False when none does. */
  async function leaveOne(until: Date): Promise<boolean> {
    if (!world.mayLeave) return false;
    const claim = await outboxStore.claim(services.db, channel, patienceMs, worker);
    if (claim.action === "claimed") {
      for (const { id, attempt, to } of claim.messages) await settle(id, attempt, to!);
      return true;
    }
    world.mayLeave = claim.action === "wait" || claim.nextAt !== undefined;
    const at =
      claim.action === "wait" ? world.now.getTime() + claim.ms : Date.parse(claim.nextAt ?? "") + 1_000;
    if (!(at <= until.getTime()) || at <= world.now.getTime()) return false;
    await world.moveTo(new Date(at));
    return true;
  }

  async function settle(message: number, attempt: number, to: string): Promise<void> {
    const id = whatsappId();
    const send = sendOf(to) ?? "read";
    // The story is of the first message to this person.
    await outboxStore.settle(services.db, channel, [{ message, attempt, outcome: outcomeOf(send, id) }]);
    const after = (seconds: number, status: 2 | 3 | 4) => {
      const at = new Date(world.now.getTime() + seconds * 1_000);
      line.put(at, () => world.postWasender(statusBody(id, to, status, at)));
    };
    if (send === "sent") after(2, 2);
    if (send === "delivered" || send === "read") after(3, 3);
    if (send === "read") after(40 + (message % 7) * 35, 4);
  }
}

function outcomeOf(send: NonNullable<Story["send"]>, id: string): SendOutcome {
  const refused = { kind: "failed", httpStatus: 422 } as const;
  if (send === "uncertain")
    return {
      kind: "uncertain",
      code: "timeout",
      message: "Wasender did not answer in time.",
      httpStatus: null,
    };
  if (send === "failed")
    return { ...refused, code: "refused", message: "Wasender refused the message: Invalid phone number." };
  if (send === "not_on_whatsapp")
    return { ...refused, code: "not_on_whatsapp", message: "The number is not on WhatsApp." };
  nextId += 1;
  return {
    kind: "accepted",
    providerMessageId: String(nextId),
    whatsappId: id,
    httpStatus: 200,
    retryAfterMs: null,
  };
}
