import { PHONE_NUMBER_ID } from "../../simulator/graph/account.ts";
import type { Harness } from "./harness.ts";

export const rossi = "+393331002001";
export const messages = `/${PHONE_NUMBER_ID}/messages`;

/** A body of `POST /{phone-number-id}/messages`. */
export const metaMessage = (type: string, own: unknown, over: object = {}) => ({
  messaging_product: "whatsapp",
  to: rossi,
  type,
  [type]: own,
  ...over,
});
export const metaText = (body = "Buongiorno", over: object = {}) => metaMessage("text", { body }, over);

/** The customer writes to our number at Meta, so that its window is open. */
export async function opens(harness: Harness, order: object = {}): Promise<string> {
  const response = await harness.control("message", {
    customer: "customer-1",
    line: "meta",
    kind: "text",
    text: "Ciao",
    ...order,
  });
  await harness.sim.idle();
  return ((await response.json()) as { id: string }).id;
}

// biome-ignore lint/suspicious/noExplicitAny: values of every shape; tests say what they expect of them.
type Loose = any;

/** What Meta posted, oldest first: each change's value, of one field. */
export function values(harness: Harness, field = "messages"): Loose[] {
  return harness.received
    .filter(({ path, body }) => path === "/api/whatsapp/webhooks/meta" && body)
    .flatMap(({ body }) => body.entry.flatMap((entry: Loose) => entry.changes))
    .filter((change: Loose) => change.field === field)
    .map((change: Loose) => change.value);
}

export const statuses = (harness: Harness): string[] =>
  values(harness).flatMap((value) => (value.statuses ?? []).map((one: Loose) => one.status));
