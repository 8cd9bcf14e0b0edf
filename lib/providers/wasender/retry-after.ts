import type { JsonRecord } from "./as-record.ts";
import { readNumber } from "./read-number.ts";

const longestWaitMs = 24 * 60 * 60 * 1000;

/**
 * The provider's own wait in ms: the body's `retry_after` in seconds (docs, rate-limits); `Retry-After`,
 * which the vendor's n8n node reads though no page documents it; `X-RateLimit-Reset`, which two vendor
 * pages call seconds left and a timestamp: above 1e9 it is the latter.
 */
export function retryAfter(body: JsonRecord, headers: Headers, nowMs: number): number | null {
  const wait =
    seconds(body.retry_after) ??
    seconds(headers.get("retry-after")) ??
    until(httpDate(headers.get("retry-after")), nowMs) ??
    reset(readNumber(headers.get("x-ratelimit-reset")), nowMs);
  return wait === null ? null : Math.min(Math.max(Math.ceil(wait), 0), longestWaitMs);
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
