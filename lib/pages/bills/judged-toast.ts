import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { toastView } from "../shell/toast-view.ts";
import { billsTexts } from "./texts.ts";

/** What was just said of a file, as it is kept until the next page is drawn: `bill-gas-4711-12`. */
export interface Judged {
  said: "good" | "gas" | "old" | "unreadable" | "other" | "undone";
  message: number;
  /** The answer that went with it; null for none, 0 where it was refused. */
  answer: number | null;
}

export function judgedNotice({ said, message, answer }: Judged): string {
  return ["bill", said, message, answer ?? ""].join("-");
}

/** With the way back; null for any other notice. */
export function judgedToast(language: Language, notice = ""): Html | null {
  const [, said, message, answer] =
    /^bill-(good|gas|old|unreadable|other|undone)-(\d{1,15})-(\d{0,15})$/.exec(notice) ?? [];
  if (!said || !message) return null;
  const t = billsTexts[language];
  const sent = answer === "" ? "" : answer === "0" ? ` ${t.notSent}` : ` ${t.sent}`;
  const text = t.notices[said as Judged["said"]] + sent;
  if (said === "undone") return toastView(language, { text });
  const fields = { decision: "undo", ...(Number(answer) > 0 && { answer: answer! }) };
  return toastView(language, { text, undo: { action: `/monitor/bills/${message}`, fields } });
}
