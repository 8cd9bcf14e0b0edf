/** One sentence that names the first line where the checked-in file `name` differs from what is made now, or null. */
export function fileDrift(name: string, checkedIn: string | null, made: string): string | null {
  const todo = "run `npm run check:database -- --write` and commit it.";
  if (checkedIn === null) return `${name} is missing: ${todo}`;
  if (checkedIn === made) return null;
  const [ours, theirs] = [checkedIn.split("\n"), made.split("\n")];
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  const line = at === -1 ? theirs.length : at;
  const now = theirs[line]?.trim() || "nothing";
  return `${name} is not what the schemas make (line ${line + 1}: now ${now}): ${todo}`;
}
