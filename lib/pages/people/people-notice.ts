import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { toastView } from "../shell/toast-view.ts";
import { peopleTexts } from "./texts.ts";

export type Change = "assign" | "tag" | "untag";

/** What was done with how many, and what takes it back, as a cookie carries it: `tag.12.<uuid>`. */
export function changeNotice(change: Change, changed: number, undo: string): string {
  return `${change}.${changed}.${undo}`;
}

/** What was just done here; null for what was not. `back`: where undoing leads to. */
export function toastOf(language: Language, notice: string | undefined, back: string): Html | null {
  const t = peopleTexts[language].notices;
  const done = /^(assign|tag|untag)\.(\d{1,4})\.([0-9a-f-]{36})$/.exec(notice ?? "");
  if (done) {
    const [, change, changed, undo] = done as unknown as [string, Change, string, string];
    const text = t[change](Number(changed));
    return toastView(
      language,
      Number(changed) === 0
        ? { text }
        : { text, undo: { action: "/monitor/people/undo", fields: { undo, back } } },
    );
  }
  if (notice === "undone" || notice === "nobody" || notice === "no_tag" || notice === "bad_tag")
    return toastView(language, { text: t[notice] });
  return null;
}
