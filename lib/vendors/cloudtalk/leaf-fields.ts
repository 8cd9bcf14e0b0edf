export interface LeafField {
  /** From the body's root: `data.contact.name`, `contacts[0].name`. */
  path: string;
  value: unknown;
}

/** A page shows no more; a body of ours has some thirty. */
const most = 200;
const deepest = 8;

/** Every value of a body that is no object, in the body's order; a list of plain values counts as one. */
export function leafFields(body: unknown, path = "", depth = 0): LeafField[] {
  const isPlainList = Array.isArray(body) && body.every((item) => item === null || typeof item !== "object");
  if (typeof body !== "object" || body === null || isPlainList || depth > deepest)
    return [{ path, value: body }];
  const parts = Array.isArray(body)
    ? body.map((item, index) => [`${path}[${index}]`, item] as const)
    : Object.entries(body).map(([name, item]) => [path ? `${path}.${name}` : name, item] as const);
  return parts.flatMap(([place, item]) => leafFields(item, place, depth + 1)).slice(0, most);
}

/**
 * What is at a path, or undefined. Names are matched against the body's own, so those with dots or brackets in them work,
 * and nothing is reached that the body does not have itself.
 */
export function valueAt(body: unknown, path: string): unknown {
  return path === "" ? body : within(body, path);
}

function within(body: unknown, path: string): unknown {
  if (typeof body !== "object" || body === null) return undefined;
  for (const [name, item] of Object.entries(body)) {
    const place = Array.isArray(body) ? `[${name}]` : name;
    if (!path.startsWith(place)) continue;
    const found = beyond(item, path.slice(place.length));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A list's items follow its name at once, an object's after a dot. */
function beyond(item: unknown, rest: string): unknown {
  if (rest === "") return item;
  if (Array.isArray(item)) return rest.startsWith("[") ? within(item, rest) : undefined;
  return rest.startsWith(".") ? within(item, rest.slice(1)) : undefined;
}
