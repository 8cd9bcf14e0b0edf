import type { Published } from "./request-to-outgoing.ts";

/** Where ours first is not what was published, in words; null where it is the same whatever the order of keys. */
export function difference(ours: Published, published: Published, path = ""): string | null {
  if (isObject(ours) && isObject(published)) {
    for (const key of new Set([...Object.keys(published), ...Object.keys(ours)])) {
      const told = difference(ours[key], published[key], `${path}/${key}`);
      if (told !== null) return told;
    }
    return Array.isArray(ours) === Array.isArray(published) ? null : `${path} is a list on one side only`;
  }
  return Object.is(ours, published)
    ? null
    : `${path || "/"} is ${JSON.stringify(ours)}, published ${JSON.stringify(published)}`;
}

/** Where ours has not the keys and kinds of values of the published one; more of ours is no difference. */
export function shapeDifference(ours: Published, published: Published, path = ""): string | null {
  if (Array.isArray(published)) {
    if (!Array.isArray(ours) || (published.length > 0 && ours.length === 0)) return `${path} is no list`;
    return published.length === 0 ? null : shapeDifference(ours[0], published[0], `${path}/0`);
  }
  if (isObject(published)) {
    if (!isObject(ours)) return `${path || "/"} is no object`;
    for (const key of Object.keys(published)) {
      const told = shapeDifference(ours[key], published[key], `${path}/${key}`);
      if (told !== null) return told;
    }
    return null;
  }
  return typeof ours === typeof published
    ? null
    : `${path} is of the kind ${typeof ours}, published ${typeof published}`;
}

const isObject = (value: unknown): value is Record<string, Published> =>
  typeof value === "object" && value !== null;
