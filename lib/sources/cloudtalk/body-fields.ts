import { canonicalKey } from "./canonical-key.ts";
import { isAbsent, isTemplateText } from "./is-absent.ts";

interface Field {
  /** As in the body; for a part of an object `contact.name`. */
  label: string;
  key: string;
  value: unknown;
}

/** Boxes around the facts: their content counts as if it stood outside. */
const boxes = new Set(
  (
    "data call calldata payload body properties eventproperties result results analysis extracted " +
    "extracteddata extraction output outputvariables variables custom customfields"
  ).split(" "),
);
/** Things with facts of their own, whose names need the thing's: `contact.name`, `agent.name`. */
const things = new Set(
  "event contact contacts customer client agent user internalnumber externalnumber".split(" "),
);

/** A body's fields by canonical name, which remembers what was understood. */
export class BodyFields {
  readonly #fields: Field[];
  readonly #understood = new Set<Field>();

  constructor(body: Record<string, unknown>) {
    this.#fields = flatten(body);
  }

  /** The first of these names with a value that the reader can read; that field is then understood. */
  take<T>(aliases: readonly string[], read: (value: unknown) => T | null): T | null {
    return this.#find(aliases, read, (field) => this.#understood.add(field));
  }

  /** As `take`, and the field stays a custom one. */
  peek<T>(aliases: readonly string[], read: (value: unknown) => T | null): T | null {
    return this.#find(aliases, read, () => {});
  }

  /** Has one of these names with any value at all. */
  tells(aliases: readonly string[]): boolean {
    return this.peek(aliases, () => true) !== null;
  }

  /** Has one of these names in its template, and none of them with a value. */
  leavesEmpty(aliases: readonly string[]): boolean {
    return !this.tells(aliases) && this.#fields.some((field) => aliases.includes(field.key));
  }

  hasTemplateText(): boolean {
    return this.#fields.some((field) => isTemplateText(field.value));
  }

  /** What nobody took, but for the known names that came empty. */
  rest(known: ReadonlySet<string>): Record<string, unknown> {
    const rest = this.#fields.filter(
      (field) =>
        !this.#understood.has(field) &&
        !(known.has(field.key) && isAbsent(field.value) && !isTemplateText(field.value)),
    );
    return Object.fromEntries(rest.reverse().map((field) => [field.label, field.value]));
  }

  #find<T>(
    aliases: readonly string[],
    read: (value: unknown) => T | null,
    found: (field: Field) => void,
  ): T | null {
    for (const alias of aliases) {
      for (const field of this.#fields) {
        if (field.key !== alias || isAbsent(field.value)) continue;
        const value = read(field.value);
        if (value === null) continue;
        found(field);
        return value;
      }
    }
    return null;
  }
}

/** Inner before outer: an envelope's `id` or `type` must not hide the call's. */
function flatten(body: Record<string, unknown>, prefix = ""): Field[] {
  const inner: Field[] = [];
  const outer: Field[] = [];
  for (const [name, value] of Object.entries(body)) {
    const label = prefix + name;
    const key = canonicalKey(label);
    const record = Array.isArray(value) && things.has(key) ? value[0] : value;
    if (isRecord(record) && boxes.has(key)) inner.push(...flatten(record));
    else if (isRecord(record) && things.has(key)) {
      inner.push(...flatten(record, Array.isArray(value) ? `${label}[0].` : `${label}.`));
    } else outer.push({ label, key, value });
  }
  return [...inner, ...outer];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
