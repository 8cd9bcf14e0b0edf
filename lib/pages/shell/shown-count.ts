import { needsCount } from "../home/needs-count.ts";
import type { Snapshot } from "../home/snapshot.ts";
import type { Texts } from "./texts.ts";

/** The database counts one further, and stops: what is counted each five seconds must not grow for ever. */
export const mostCounted = { answered: 10_000, attention: 10_000, unmatched: 1_000 };

/** A count as staff read it: beyond what is counted, that there are more. */
export function shownCount(t: Texts, count: number, most: number): string {
  return count > most ? t.moreThan(most) : `${count}`;
}

/** The same of all that waits for a person. */
export function shownNeeds(t: Texts, snapshot: Snapshot): string {
  const count = needsCount(snapshot);
  const { totals } = snapshot;
  const stopped = (["attention", "unmatched"] as const).filter((name) => totals[name] > mostCounted[name]);
  return shownCount(t, count, stopped.length > 0 ? count - stopped.length : count);
}
