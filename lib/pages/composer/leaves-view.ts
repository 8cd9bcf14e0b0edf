import type { ComposerParts } from "./composer-parts.ts";
import { composerTexts } from "./texts.ts";
import { whenWords } from "./when-words.ts";

/** Below this a text leaves at once, ms. */
const soonMs = 30_000;

/** When a text written now would leave, in words: `parte subito`, `parte domani alle 08:00`. */
export function leavesView({
  language,
  shell,
  thread,
}: Pick<ComposerParts, "language" | "shell" | "thread">): string {
  const { leavesAt, ahead } = thread.composer;
  const t = composerTexts[language].leaves;
  if (leavesAt === null) return [t.paused, ahead > 0 ? t.ahead(ahead) : null].filter(Boolean).join(", ");
  if (Date.parse(leavesAt) - Date.parse(shell.now) < soonMs) return t.now;
  return t.at(whenWords({ language, timeZone: shell.workspace.timeZone, now: shell.now }, leavesAt));
}
