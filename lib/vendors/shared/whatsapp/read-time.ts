/** Unix seconds, as text in most places and as a number in some (docs, webhooks); absurd values are dropped. */
export function readTime(value: unknown): string | null {
  const seconds = typeof value === "string" && /^\d{9,11}$/.test(value) ? Number(value) : value;
  if (typeof seconds !== "number" || !(seconds > 1.2e9 && seconds < 4.1e9)) return null;
  return new Date(seconds * 1000).toISOString();
}
