import { canonicalKey } from "./canonical-key.ts";
import { fieldAliases } from "./field-aliases.ts";
import { readBoolean } from "./read-value.ts";

const send = new Set<string>(fieldAliases.send);
const doNotSend = new Set<string>(fieldAliases.doNotSend);

/**
 * An explicit "do not send" anywhere in the body: the envelope of a VoiceAgent's result is undocumented, and
 * a refusal missed in a corner of it would message somebody who said no. Contradictions end as a refusal.
 */
export function saysDoNotSend(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(saysDoNotSend);
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([name, item]) => {
    const key = canonicalKey(name);
    if (send.has(key)) return readBoolean(item) === false;
    if (doNotSend.has(key)) return readBoolean(item) === true;
    return saysDoNotSend(item);
  });
}
