import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { errorText } from "./error-text.ts";

/** What an answer says: its message with the fields it complains of, or the raw text when it is no JSON object. */
export function answerWords(body: JsonRecord, text: string): string {
  if (Object.keys(body).length === 0) return /<html|<!doctype/i.test(text) ? htmlWords(text) : text.trim();
  const fields = Object.values(asRecord(body.errors)).flat().map(asText);
  return [errorText(body), ...fields].filter((words) => words !== null).join(" ");
}

/** A gateway's page without its mark-up. */
function htmlWords(text: string): string {
  return text
    .replace(/<(script|style)\b.*?<\/\1>/gis, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
