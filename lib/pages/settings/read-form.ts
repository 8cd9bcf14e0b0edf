import type { Context } from "hono";
import { wellFormed } from "../../base/well-formed.ts";

/** What was typed, as text that Postgres can store; line breaks as `\n`. */
export async function readForm(c: Context): Promise<URLSearchParams> {
  const form = new URLSearchParams();
  for (const [name, value] of await c.req.formData()) {
    if (typeof value === "string") form.append(name, String(wellFormed(value)).replaceAll("\r\n", "\n"));
  }
  return form;
}

/** A number as it was typed; null for nothing, the text itself for what is no whole number, which no schema takes. */
export function numberIn(form: URLSearchParams, name: string): number | string | null {
  const text = form.get(name)?.trim() ?? "";
  if (text === "") return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** The lines that say something. */
export function linesIn(form: URLSearchParams, name: string): string[] {
  return (form.get(name) ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
