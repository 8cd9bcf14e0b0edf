import { Broken, type Step } from "../act.ts";
import type { Model } from "../model.ts";

const outcomes = ["processed", "ignored", "duplicate", "rejected", "failed"];

/** I2, I13, I14: one row a delivery, each with an outcome; one row a fact, however often it was told. */
export function deliveries(m: Model, { after }: Step): void {
  if (after.requests.length !== m.posted)
    throw new Broken("I14", `${m.posted} deliveries, ${after.requests.length} rows`);
  for (const row of after.requests) {
    if (!outcomes.includes(row.outcome)) throw new Broken("I14", `delivery ${row.id} is ${row.outcome}`);
    if (row.outcome === "ignored" && !row.reason)
      throw new Broken("I14", `delivery ${row.id}: ignored, no reason`);
    if (row.duplicateOf !== null && !after.requests.some(({ id }) => id === row.duplicateOf))
      throw new Broken("I14", `delivery ${row.id} repeats ${row.duplicateOf}, which is unknown`);
  }
  const failed = after.requests.filter(({ outcome }) => outcome === "failed").length;
  if (failed !== m.failed.length)
    throw new Broken("I3", `${failed} deliveries are failed, expected ${m.failed.length}`);
  const calls = after.calls.map(({ name }) => name);
  if (calls.length !== m.callNames.size || calls.some((name) => !m.callNames.has(name!)))
    throw new Broken("I2", `calls ${calls}, told of ${[...m.callNames]}`);
  const inbound = after.messages
    .filter(({ direction }) => direction === "in")
    .map(({ whatsappId }) => whatsappId);
  if (inbound.length !== m.inboundIds.size || inbound.some((id) => !m.inboundIds.has(id!)))
    throw new Broken("I2", `messages in ${inbound}, told of ${[...m.inboundIds]}`);
}
