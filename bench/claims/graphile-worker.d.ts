// What the benchmark uses of graphile-worker, so that the types can be checked before its parts are installed.
declare module "graphile-worker" {
  export class Logger {
    constructor(factory: () => () => void);
  }
  interface Options {
    connectionString: string;
    logger: Logger;
  }
  export function runMigrations(options: Options): Promise<void>;
  export function run(
    options: Options & {
      taskList: Record<string, () => void>;
      concurrency: number;
      noHandleSignals: boolean;
      crontab: string;
      events: import("node:events").EventEmitter;
    },
  ): Promise<{ stop(): Promise<void> }>;
}
