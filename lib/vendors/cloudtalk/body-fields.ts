import { canonicalKey } from "./canonical-key.ts";
import { type FieldMapping, mappedKey } from "./field-mapping.ts";
import { isAbsent, isTemplateText } from "./is-absent.ts";
import { valueAt } from "./leaf-fields.ts";

interface Field {
  /** As in the body; for a part of an object `contact.name`. */
  label: string;
  /** From the body's root, boxes and all: `data.contact.name`. */
  path: string;
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
  /** And by which name. */
  readonly #understood = new Map<Field, string>();

  /** A field that the mapping names is read as that fact, and as nothing else. */
  constructor(body: Record<string, unknown>, mapping: FieldMapping = {}) {
    this.#fields = flatten(body);
    for (const [fact, path] of Object.entries(mapping)) {
      const field = this.#fields.find((own) => own.path === path);
      if (field) field.key = mappedKey(fact);
      else this.#fields.push({ label: path, path, key: mappedKey(fact), value: valueAt(body, path) });
    }
  }

  /** What was understood: the field's path → the first name of the list that found it. */
  readAs(): Map<string, string> {
    return new Map([...this.#understood].map(([{ path }, name]) => [path, name]));
  }

  /** The first of these names with a value that the reader can read; that field is then understood. */
  take<T>(aliases: readonly string[], read: (value: unknown) => T | null): T | null {
    return this.#find(aliases, read, (field) => this.#understood.set(field, aliases[0]!));
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
function flatten(body: Record<string, unknown>, prefix = "", root = ""): Field[] {
  const inner: Field[] = [];
  const outer: Field[] = [];
  for (const [name, value] of Object.entries(body)) {
    const label = prefix + name;
    const path = root + name;
    const key = canonicalKey(label);
    const record = Array.isArray(value) && things.has(key) ? value[0] : value;
    if (isRecord(record) && boxes.has(key)) inner.push(...flatten(record, "", `${path}.`));
    else if (isRecord(record) && things.has(key)) {
      const place = Array.isArray(value) ? "[0]." : ".";
      inner.push(...flatten(record, label + place, path + place));
    } else outer.push({ label, path, key, value });
  }
  return [...inner, ...outer];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
