import { Broken } from "../act.ts";
import type { Model, Worker } from "../model.ts";
import { customerOf } from "../people.ts";
import { type Fate, fates } from "./fates.ts";

/** dispatch.ts does not begin a send later than this after its claim. */
const freshClaimMs = 5_000;

/** The call as the provider sees it, I6 included, and what it answers. */
export function callProvider(m: Model, held: Worker, fate: Fate): Record<string, unknown> {
  if (m.now - held.claimedAt > freshClaimMs) return { ...fates.tooLate.answer };
  const attempt = m.attempts.find((a) => a.message === held.message && a.attempt === held.attempt)!;
  const calls = m.attempts.filter((a) => a.calledAt !== null);
  const last = Math.max(...calls.map(({ calledAt }) => calledAt!));
  if (calls.length > 0 && m.now - last < m.setting.intervalMs && m.setting.intervalMs <= 60_000)
    throw new Broken("I6", `two calls reach the provider ${m.now - last} ms apart`);
  attempt.calledAt = m.now;
  const { answer, arrives } = fates[fate];
  const providerId = String(58_000_000 + m.attempts.indexOf(attempt));
  if (arrives)
    m.arrived.push({
      customer: customerOf(held.to),
      message: held.message,
      text: held.text,
      whatsappId: `3EB0M${held.message}A${held.attempt}`,
      providerId,
    });
  return fate === "accepted" ? { ...answer, providerMessageId: providerId } : { ...answer };
}
