import type { MappedField } from "./field-mapping-setting.ts";

/** A fact of ours → the path of the field that holds it, as leaf-fields.ts writes it: `data.kunde.tel`. */
export type FieldMapping = Partial<Record<MappedField, string>>;

/** The name under which a mapped field is looked up, before all others. No body can have it: canonical keys have no colon. */
export function mappedKey(fact: string): string {
  return `mapped:${fact}`;
}

/** The fact that a field was read as, from the first name of the list that found it; null for what has no fact. */
export function factOfName(name: string): string | null {
  return name.startsWith("mapped:") ? name.slice("mapped:".length) : null;
}
