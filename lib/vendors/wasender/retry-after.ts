import type { JsonRecord } from "../shared/as-record.ts";
import { readNumber } from "./read-number.ts";

const longestWaitMs = 24 * 60 * 60 * 1000;
/** `X-RateLimit-*` without `Daily` is a minute's quota: what it says beyond this is an error of theirs. */
const longestMinuteMs = 15 * 60 * 1000;

/**
 * The provider's own wait in ms: the body's `retry_after` in seconds (docs, rate-limits); `Retry-After`,
 * which the vendor's n8n node reads though no page documents it; `X-RateLimit-Reset`, which two vendor
 * pages call seconds left and a timestamp: above 1e9 it is the latter.
 */
export function retryAfter(body: JsonRecord, headers: Headers, nowMs: number): number | null {
  const asked =
    seconds(body.retry_after) ??
    seconds(headers.get("retry-after")) ??
    until(httpDate(headers.get("retry-after")), nowMs) ??
    quotaReset(headers, "x-ratelimit", nowMs);
  const quota = usedUp(headers, nowMs);
  return asked === null ? quota : within(Math.max(asked, quota ?? 0));
}

/**
 * The wait, in ms, until a quota that this answer used up is filled again, the longest of `X-RateLimit-*` and
 * `X-RateLimit-Daily-*`; null while something is left of each (docs, rate-limits).
 */
export function usedUp(headers: Headers, nowMs: number): number | null {
  const waits = (["x-ratelimit", "x-ratelimit-daily"] as const).map((quota) =>
    readNumber(headers.get(`${quota}-remaining`)) === 0 ? quotaReset(headers, quota, nowMs) : null,
  );
  const known = waits.filter((wait) => wait !== null);
  return known.length === 0 ? null : within(Math.max(...known));
}

function within(waitMs: number): number {
  return Math.min(Math.max(Math.ceil(waitMs), 0), longestWaitMs);
}

function quotaReset(
  headers: Headers,
  quota: "x-ratelimit" | "x-ratelimit-daily",
  nowMs: number,
): number | null {
  const wait = reset(readNumber(headers.get(`${quota}-reset`)), nowMs);
  return wait === null || quota === "x-ratelimit-daily" ? wait : Math.min(wait, longestMinuteMs);
}

function seconds(value: unknown): number | null {
  const number = readNumber(value);
  return number === null ? null : number * 1000;
}

/** `Date.parse` reads even "-5" as a date. */
function httpDate(value: string | null): number {
  return value !== null && /^[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
}

function until(timeMs: number, nowMs: number): number | null {
  return Number.isNaN(timeMs) ? null : timeMs - nowMs;
}

function reset(value: number | null, nowMs: number): number | null {
  if (value === null) return null;
  if (value <= 1e9) return value * 1000;
  return until(value > 1e11 ? value : value * 1000, nowMs);
}
