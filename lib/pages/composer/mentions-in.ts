import { type Member, memberName } from "./member-name.ts";

/** Ids of the members whom a note calls: `@` and their name, in any case; the longest name that fits. */
export function mentionsIn(text: string, members: readonly Member[]): string[] {
  const folded = text.toLocaleLowerCase();
  const named = members
    .flatMap(({ userId }) => {
      const name = memberName(members, userId)?.toLocaleLowerCase();
      return name ? [{ userId, name }] : [];
    })
    .toSorted((a, b) => b.name.length - a.name.length);
  const found = new Set<string>();
  for (const { index } of folded.matchAll(/@/g)) {
    const rest = folded.slice(index + 1);
    const first = named.find(
      ({ name }) => rest.startsWith(name) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)),
    );
    for (const { userId } of named.filter(({ name }) => name === first?.name)) found.add(userId);
  }
  return [...found];
}
