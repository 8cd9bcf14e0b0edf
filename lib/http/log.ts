import pino from "pino";

/** One JSON line an event. Secrets never reach a log call; what might carry one by accident is censored here. */
export const log = pino({
  level: process.env.LOG_LEVEL || "info",
  base: null,
  redact: {
    paths: [
      "headers",
      "*.headers",
      "authorization",
      "*.authorization",
      "secret",
      "*.secret",
      "token",
      "*.token",
    ],
    censor: "[redacted]",
  },
});
export type Log = Pick<typeof log, "info" | "warn" | "error">;
