import { wordFor } from "../../base/language.ts";
import type { EventTexts } from "./event-texts.ts";
import type { EventView } from "./events-read.ts";

/** Why an event ended as it did, in words; null when there is nothing to explain. */
export function eventReason(
  t: EventTexts,
  { state, reason }: Pick<EventView, "state" | "reason">,
): string | null {
  if (reason === null) return null;
  if (state === "retrying" || state === "dead") return t.failure(reason);
  return wordFor(state === "rejected" ? t.rejections : t.ignored, reason) ?? t.unknownReason(reason);
}
