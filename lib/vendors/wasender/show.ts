/** An odd value in few words, for the detail of something ignored. */
export function show(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 60).toWellFormed();
}
