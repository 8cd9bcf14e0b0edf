import type { ComposerFacts } from "./composer-parts.ts";
import { composerTexts } from "./texts.ts";
import { untilWords, type When } from "./when-words.ts";

/** Until when one may write freely, or that only reviewed texts may leave; null where the number takes a text at any time. */
export function windowWords(when: When, window: ComposerFacts["window"]): string | null {
  if (window === null) return null;
  const t = composerTexts[when.language].window;
  const words = window.open && window.until ? t.open(untilWords(when, window.until)) : t.closed;
  return window.freeUntil ? `${words}, ${t.free(untilWords(when, window.freeUntil))}` : words;
}
