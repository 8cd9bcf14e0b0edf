import type { FieldMapping } from "../../../vendors/cloudtalk/field-mapping.ts";
import { type MappedField, mappedFields } from "../../../vendors/cloudtalk/field-mapping-setting.ts";

/** What was chosen: `path` and `fact` come in pairs, a fact left empty is found by its usual names. */
export function mappingFromForm(form: URLSearchParams): { fields: FieldMapping; twice: MappedField | null } {
  const facts = form.getAll("fact");
  const fields: FieldMapping = {};
  let twice: MappedField | null = null;
  for (const [index, path] of form.getAll("path").entries()) {
    const fact = mappedFields.find((known) => known === facts[index]);
    if (!fact) continue;
    if (fields[fact] !== undefined) twice = fact;
    fields[fact] = path;
  }
  return { fields, twice };
}
