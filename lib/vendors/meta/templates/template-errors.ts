import type { TemplateRefusal } from "../../vendor.ts";

/**
 * Meta's subcodes of what is wrong with a template (docs, error codes, template creation), as ours. Codes below a million are the
 * error's own.
 */
export const templateErrors: Readonly<Record<number, TemplateRefusal>> = {
  2388024: "name_exists",
  2388023: "name_blocked",
  2388039: "in_review",
  2388040: "too_long",
  2388047: "bad_header",
  2388072: "bad_body",
  2388073: "bad_footer",
  2388293: "too_many_variables",
  2388299: "variable_at_edge",
  2388019: "limit_reached",
};

/** Of a code, where no subcode says more: a token's trouble and rates, which pass or are mended elsewhere. */
export const passingCodes: Readonly<
  Record<number, { code: "unauthorized" | "rate_limited"; waitMs: number | null }>
> = {
  0: { code: "unauthorized", waitMs: null },
  3: { code: "unauthorized", waitMs: null },
  10: { code: "unauthorized", waitMs: null },
  190: { code: "unauthorized", waitMs: null },
  200: { code: "unauthorized", waitMs: null },
  4: { code: "rate_limited", waitMs: 10 * 60_000 },
  17: { code: "rate_limited", waitMs: 10 * 60_000 },
  613: { code: "rate_limited", waitMs: 10 * 60_000 },
  // 200 an hour, or 5,000 with an active number; 100 new templates an hour (docs, templates).
  80007: { code: "rate_limited", waitMs: 10 * 60_000 },
  80008: { code: "rate_limited", waitMs: 10 * 60_000 },
};
