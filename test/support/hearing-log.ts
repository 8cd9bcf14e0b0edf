import type { Services } from "../../lib/services.ts";

/** A log that keeps what it is told: JSON texts, in order. */
export function hearingLog(): { said: string[]; log: Services["log"] } {
  const said: string[] = [];
  const hear = (...words: unknown[]) => void said.push(JSON.stringify(words));
  return { said, log: { info: hear, warn: hear, error: hear } };
}
