import type { z } from "zod";

/** An order that cannot be carried out. */
export class ControlError extends Error {
  readonly status: 400 | 404 | 409 | 415 | 422 | 500;
  readonly code: string;

  constructor(status: ControlError["status"], code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function parseOrder<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ControlError(422, "bad_order", `${issue?.path.join(".") || "body"}: ${issue?.message}`);
}
