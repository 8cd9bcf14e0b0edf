/** A dev server runs for days: the records keep their newest entries only. */
export function keepRecent(entries: unknown[], most = 20_000): void {
  if (entries.length > most) entries.splice(0, entries.length - most);
}
