import { canonicalKey } from "./canonical-key.ts";
import { fieldAliases as aliases } from "./field-aliases.ts";

/** Fields in which people write what they like, and by which nothing is decided or found. */
const known = new Set<string>(
  [
    ...[aliases.contactName, aliases.contactFirstName, aliases.contactLastName, aliases.company],
    ...[aliases.agentName, aliases.agentFirstName, aliases.agentLastName],
  ].flat(),
);

export function isFreeText(key: string): boolean {
  const canonical = canonicalKey(key);
  return (
    known.has(canonical) ||
    /note|comment|transcript|summary|address|indirizzo|citta|city|title/.test(canonical)
  );
}
