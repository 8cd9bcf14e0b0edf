/** One sentence that names the first line where the checked-in types differ, or null. */
export function typeDrift(checkedIn: string | null, generated: string): string | null {
  const todo = "run `npm run check:database -- --write` and commit it.";
  if (checkedIn === null) return `lib/db/database-types.gen.ts is missing: ${todo}`;
  if (checkedIn === generated) return null;
  const [ours, theirs] = [checkedIn.split("\n"), generated.split("\n")];
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  const line = at === -1 ? theirs.length : at;
  const now = theirs[line]?.trim() || "nothing";
  return `lib/db/database-types.gen.ts is not what the migrations make (line ${line + 1}: now ${now}): ${todo}`;
}
