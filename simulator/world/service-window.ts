import type { Customer } from "./customer.ts";
import type { Line } from "./line.ts";

const WINDOW_MS = 24 * 60 * 60 * 1000;

/** Until when free text may go to this person over this number; null: only templates may. Wasender has no window. */
export function windowEnd(customer: Customer, line: Line, now: number): number | null {
  const wroteAt = customer.wroteAt[line];
  return wroteAt !== undefined && wroteAt + WINDOW_MS > now ? wroteAt + WINDOW_MS : null;
}
