import * as z from "zod/mini";
import { Problem } from "../base/problem.ts";

/** What was given, as this schema reads it. Throws Problem `bad_request` that names the field. */
export function readFields<Schema extends z.core.$ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const { data, error } = z.safeParse(schema, given);
  if (!error) return data as z.output<Schema>;
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new Problem("bad_request", `The field "${field}" is not valid: ${issue?.message}.`, { field });
}
