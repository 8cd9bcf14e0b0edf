/** What staff read in. Italian is the first users'. */
export type Language = "it" | "en";

export function isLanguage(value: unknown): value is Language {
  return value === "it" || value === "en";
}

/** The word for a code that came from outside this table's keeping, or null. */
export function wordFor(table: Record<string, string>, code: string | null | undefined): string | null {
  return code && Object.hasOwn(table, code) ? table[code]! : null;
}
