import { canonicalKey } from "./canonical-key.ts";

/** Whether an object of this valid JSON has one name twice. `JSON.parse` keeps the last, which may come out of a name. */
export function hasRepeatedKey(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, name] of json.matchAll(/[{}]|"((?:[^"\\]|\\.)*)"(\s*:)?/gs)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (/:$/.test(token) && token.startsWith('"')) {
      const key = canonicalKey(name ?? "");
      const names = open.at(-1);
      if (names?.has(key)) return true;
      names?.add(key);
    }
  }
  return false;
}
