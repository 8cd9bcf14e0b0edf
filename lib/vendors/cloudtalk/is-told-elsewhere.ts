import type { CallEnded } from "../../model/domain-value.ts";
import { canonicalKey } from "./canonical-key.ts";
import { fieldAliases } from "./field-aliases.ts";
import type { FieldMapping } from "./field-mapping.ts";
import { allPhoneAliases } from "./phone-aliases.ts";

/** Whether what a field of this name, which could not be read, would tell was read from the field that a manager named. */
export function isToldElsewhere(name: string, call: CallEnded, mapping: FieldMapping): boolean {
  const key = canonicalKey(name);
  if (allPhoneAliases.includes(key)) return mapping.phone !== undefined && call.phone.e164 !== null;
  const fact = Object.entries(fieldAliases).find(([, names]) => names.includes(key))?.[0];
  // A refusal that we could not read is heeded, whatever another field says.
  if (!fact || fact === "doNotSend" || !(fact in mapping)) return false;
  return (call as unknown as Record<string, unknown>)[fact] !== null;
}
