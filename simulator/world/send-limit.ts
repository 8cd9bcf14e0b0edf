import type { World } from "./world.ts";

export interface LimitState {
  /** Null: the send may go. */
  refusal: { message: string; retryAfterSeconds: number } | null;
  headers: Record<string, string>;
}

const DAY_MS = 86_400_000;

/**
 * Wasender's limits (fact sheet 1.3): one message an interval, a daily cap on trial. Only messages that
 * were taken count; whether the real one counts refused requests too is not published.
 */
export function sendLimit(world: World): LimitState {
  const { minIntervalMs, dailyLimit } = world.limits;
  const now = world.now();
  const sends = world.sends.filter(({ line }) => line === "wasender");
  const last = sends.at(-1)?.acceptedAt;
  const waitMs = last === undefined ? 0 : Math.max(0, last + minIntervalMs - now);
  const today = sends.filter((send) => send.acceptedAt > now - DAY_MS);
  const dayFull = dailyLimit > 0 && today.length >= dailyLimit;
  const dayWaitMs = dayFull ? today[today.length - dailyLimit]!.acceptedAt + DAY_MS - now : 0;

  const headers: Record<string, string> = {
    "X-RateLimit-Limit": "1",
    "X-RateLimit-Remaining": waitMs > 0 ? "0" : "1",
    "X-RateLimit-Reset": String(Math.ceil(waitMs / 1000)),
  };
  if (dailyLimit > 0) {
    headers["X-RateLimit-Daily-Limit"] = String(dailyLimit);
    headers["X-RateLimit-Daily-Remaining"] = String(Math.max(0, dailyLimit - today.length));
    headers["X-RateLimit-Daily-Reset"] = String(Math.ceil(dayWaitMs / 1000));
  }
  if (dayFull) {
    const message = `You are on a free trial. You can only send ${dailyLimit} messages per day.`;
    return { refusal: { message, retryAfterSeconds: Math.ceil(dayWaitMs / 1000) }, headers };
  }
  if (waitMs > 0) {
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    return { refusal: { message: paceMessage(minIntervalMs), retryAfterSeconds }, headers };
  }
  return { refusal: null, headers };
}

export function paceMessage(minIntervalMs: number): string {
  if (minIntervalMs >= 60_000) return "You are on a free trial. You can only send 1 message every 1 minute.";
  const seconds = minIntervalMs / 1000;
  return `You are on account protection mode. You can only send 1 message every ${seconds} seconds.`;
}
