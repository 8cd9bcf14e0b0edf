import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import type { Format, Html } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";
import type { ReceivedFile } from "./read-files.ts";
import { evidenceTexts } from "./texts.ts";

/**
 * With which of the customer's files the bill came; null where they sent none. The file that counts now is chosen, and
 * then "none" is not offered: confirm_bill takes no message for the one that counts.
 */
export function fileChoice(
  { language, format }: { language: Language; format: Format },
  files: ReceivedFile[],
  counting: number | null,
): Html | null {
  if (files.length === 0) return null;
  const t = evidenceTexts[language].which;
  const isChosen = files.some(({ id }) => id === counting);
  return html`<label for="bill-message">${t.label}</label>
      <select id="bill-message" name="message">${!isChosen && html`<option value="">${t.none}</option>`}${files.map(
        (file) =>
          html`<option value="${file.id}" ${file.id === counting && html`selected`}>${nameOf(file)}, ${format.timeText(file.writtenAt)}</option>`,
      )}</select>`;

  function nameOf({ kind, media }: ReceivedFile): string {
    return media?.fileName ?? wordFor(texts[language].messages.kinds, kind) ?? kind;
  }
}
