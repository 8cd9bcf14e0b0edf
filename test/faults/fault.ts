import type { Stage, StageOptions } from "./stage/stage.ts";

/** How many of the told calls may end without anybody knowing whether the customer has the message; exact, or from–to. */
export interface Expected {
  uncertain: number | readonly [from: number, to: number];
  /** Customers for whom a person pressed resend: their phones may show it twice. */
  resent?: number[];
  /** What only this fault promises, asked at the end: sentences about what was broken instead. */
  violations?: () => string[];
}

/** One way in which the world fails, and what may be seen of it afterwards. */
export interface Fault {
  name: string;
  /** Lets it happen in the middle of traffic. Recovery and the common invariants come after it. */
  run(stage: Stage): Promise<Expected>;
  stage?: StageOptions;
}
