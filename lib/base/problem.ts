/** Every error a door can answer, as values: `{error:{code,message}}` with this status. */
export const problems = {
  not_configured: { status: 503, ours: true },
  unauthorized: { status: 401, ours: false },
  forbidden: { status: 403, ours: false },
  not_found: { status: 404, ours: false },
  method_not_allowed: { status: 405, ours: false },
  body_too_large: { status: 413, ours: false },
  unsupported_media_type: { status: 415, ours: false },
  bad_json: { status: 400, ours: false },
  bad_request: { status: 400, ours: false },
  unreadable: { status: 422, ours: false },
  bad_setting: { status: 422, ours: false },
  conflict: { status: 409, ours: false },
  effect_failed: { status: 503, ours: true },
  database_unavailable: { status: 503, ours: true },
  internal: { status: 500, ours: true },
} as const;

export type ProblemCode = keyof typeof problems;

/** Why a body could not be read, where the code leaves it open: it is kept with the body, for the monitor's words. */
export const unreadableReasons = [
  "too_deep",
  "unfilled_placeholders",
  "no_facts",
  "not_one_object",
  "not_a_webhook",
  "no_event_name",
] as const;
export type UnreadableReason = (typeof unreadableReasons)[number];

/**
 * An error with a text that may be shown: one sentence saying what is wrong, where, and what to do.
 * `cause` is for the log only; `reason` is the code unless it is told more exactly.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: (typeof problems)[ProblemCode]["status"];
  /** Which field of what was sent is wrong, as a path: `rules[1].name`. */
  readonly field: string | undefined;
  readonly reason: ProblemCode | UnreadableReason;

  constructor(
    code: ProblemCode,
    message: string,
    options?: { cause?: unknown; field?: string; reason?: UnreadableReason },
  ) {
    super(message, options);
    this.name = "Problem";
    this.code = code;
    this.status = problems[code].status;
    this.reason = options?.reason ?? code;
    this.field = options?.field;
  }
}
