/** An id as text, with all its digits (`parseJson` keeps them); null for none, which is also told as 0 or empty. */
export function idOf(value: unknown): string | null {
  const id = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return /^\d{1,40}$/.test(id) && !/^0+$/.test(id) ? id : null;
}

/** Meta's test button in the app's webhooks sends ids of one digit repeated (`444444444444`): nothing can be fetched for them. */
export function isMadeUp(id: string): boolean {
  return /^(\d)\1{7,}$/.test(id);
}
