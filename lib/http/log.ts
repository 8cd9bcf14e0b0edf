import pino from "pino";

/** Anything else would make pino throw while the door is being loaded. */
const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** One JSON line an event. Secrets never reach a log call; what might carry one by accident is censored here. */
export const log = pino({
  level: levels.includes(process.env.LOG_LEVEL ?? "") ? process.env.LOG_LEVEL : "info",
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
