/** What dev.ts tells the process that serves the doors. */
export type ToServer = { type: "listen"; port: number } | { type: "close"; graceMs: number };

/** What it answers. `released`: the port is free, though requests and background work may still run. */
export type FromServer =
  | { type: "loaded" }
  | { type: "failed"; reason: string }
  | { type: "listening" }
  | { type: "released" };
