import pino from "pino";
import { maskPersonal } from "./mask-personal.ts";

/** Anything else would make pino throw while the door is being loaded. */
const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

const createLines = (destination?: pino.DestinationStream) =>
  pino(
    {
      level: levels.includes(process.env.LOG_LEVEL ?? "") ? process.env.LOG_LEVEL : "info",
      base: null,
      // Errors are plain values by then; pino would write their causes twice.
      serializers: { err: (masked: unknown) => masked },
    },
    destination ?? pino.destination(1),
  );

type Level = "info" | "warn" | "error";
export type Log = Pick<pino.Logger, Level>;

/**
 * One JSON line an event, without what belongs to a person: whatever a call site or an error of the database may carry by
 * accident is masked here. Made at the first line, as it costs 2 ms of each cold start and most of them have nothing to say.
 */
export function createLog(destination?: pino.DestinationStream): Log {
  let lines: pino.Logger | undefined;
  const at =
    (level: Level) =>
    (...entry: unknown[]) => {
      lines ??= createLines(destination);
      const [first, ...rest] = entry.map((part) => maskPersonal(part));
      lines[level](first as object, ...(rest as [string]));
    };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

export const log: Log = createLog();
