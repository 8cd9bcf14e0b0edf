import pino from "pino";

/** Anything else would make pino throw while the door is being loaded. */
const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

const createLog = () =>
  pino({
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

type Level = "info" | "warn" | "error";
export type Log = Pick<pino.Logger, Level>;

let lines: pino.Logger | undefined;
const at =
  (level: Level): pino.LogFn =>
  (...entry: Parameters<pino.LogFn>) => {
    lines ??= createLog();
    lines[level](...entry);
  };

/**
 * One JSON line an event. Secrets never reach a log call; what might carry one by accident is censored here.
 * Made at the first line, as it costs 2 ms of each cold start and most of them have nothing to say.
 */
export const log: Log = { info: at("info"), warn: at("warn"), error: at("error") };
