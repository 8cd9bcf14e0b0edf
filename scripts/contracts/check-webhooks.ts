import type { DomainValue } from "../../lib/model/domain-value.ts";
import { readDelivery } from "../../lib/vendors/meta/read-delivery.ts";
import { type Contract, contract } from "./part.ts";
import type { Published } from "./request-to-outgoing.ts";

const reading = { defaultCountry: "IT", mapping: {} };

/** Whether our reader knows each published webhook, loses no element of it and names what it leaves alone. */
export function checkWebhooks(examples: Record<string, Published>): Contract {
  const part = contract("our reader reads the published webhooks");
  for (const [name, example] of Object.entries(examples)) {
    try {
      const rawBody = new TextEncoder().encode(JSON.stringify(example));
      const { delivery } = readDelivery(
        { rawBody, contentType: "application/json", isSigned: true },
        reading,
      );
      const why = complaint(delivery.values, example);
      const ignored = delivery.values.filter(({ type }) => type === "ignored");
      if (why !== null) part.broken.push({ name, why });
      else if (ignored.length === delivery.values.length) {
        part.left.push({ name, why: `nobody's message to us: ${(ignored[0] as { reason: string }).reason}` });
      } else part.held.push(name);
    } catch (error) {
      part.broken.push({ name, why: (error as Error).message });
    }
  }
  return part;
}

function complaint(values: DomainValue[], example: Published): string | null {
  const changes: Published[] = example.entry.flatMap((entry: Published) => entry.changes);
  const elements = changes.flatMap(({ value }) => [...(value.messages ?? []), ...(value.statuses ?? [])]);
  if (values.length < Math.max(1, elements.length)) {
    return `${elements.length} elements became ${values.length} values`;
  }
  const unknown = values.find((value) => value.type === "ignored" && value.reason === "unknown_event");
  if (unknown) return `it is unknown: ${JSON.stringify(unknown)}`;
  const text = JSON.stringify(values);
  const ids = elements.flatMap(({ id, type, reaction }) =>
    // A reaction is known by what it is on.
    type === "system" ? [] : [reaction?.message_id ?? id],
  );
  const lost = ids.find((id) => id && !text.includes(id));
  if (lost) return `message ${lost} has lost its id`;
  const words = elements.map(({ text: own }) => own?.body).filter(Boolean);
  return words.every((word: string) => text.includes(JSON.stringify(word).slice(1, -1)))
    ? null
    : "its words are lost";
}
