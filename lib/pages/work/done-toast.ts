import type { Language } from "../../base/language.ts";
import { whenWords } from "../composer/when-words.ts";
import type { Shell } from "../shell/shell.ts";
import type { Toast, Undo } from "../shell/toast-view.ts";
import type { Done } from "./kept-done.ts";
import { workTexts } from "./texts.ts";

/** What was done, in words, and what takes it back. */
export function doneToast(
  language: Language,
  { now, workspace }: Pick<Shell, "now" | "workspace">,
  done: Done | null,
): Toast | null {
  const words = workTexts[language].done;
  if (!done || !Object.hasOwn(words, done.what)) return null;
  const when = done.at ? whenWords({ language, timeZone: workspace.timeZone, now }, done.at) : null;
  const text = words[done.what as keyof typeof words](done.name ?? "", when);
  return { text, undo: undoOf(done) };
}

function undoOf({ what, contact, message, note, before, after }: Done): Undo | undefined {
  const path = `/monitor/c/${contact}`;
  if (what === "sent" && message) return { action: `${path}/messages/${message}/cancel` };
  if (what === "noted" && note) return { action: `${path}/notes/${note}/remove` };
  if (what === "blocked" && before)
    return { action: `${path}/unblock`, fields: { reason: String(before.reason ?? "") } };
  const fields = { before: JSON.stringify(before), ...(after && { after: JSON.stringify(after) }) };
  return before && { action: `${path}/undo`, fields };
}
