import type { Line } from "../world/line.ts";

export const STEP_IDS = ["hello", "call", "message", "read", "reply", "bill"] as const;
export type StepId = (typeof STEP_IDS)[number];
export type StepState = "waiting" | "running" | "done" | "failed";

export interface StoryStep {
  id: StepId;
  state: StepState;
  /** Why it failed: the product's answer in short, or a word of `page/words-*.ts`. */
  reason: string | null;
  endedAt: number | null;
}

/** The whole job played once: a call ends, the message comes, the customer answers, the bill follows. */
export interface Story {
  customerId: string;
  /** Over which of our numbers. */
  line: Line;
  state: "running" | "done" | "failed" | "stopped";
  startedAt: number;
  steps: StoryStep[];
}

/** `hello`: the customer writes first, so that there is a thread on a number that is not the one for first contacts. */
export function newStory(customerId: string, startedAt: number, line: Line, hello: boolean): Story {
  const steps = STEP_IDS.filter((id) => hello || id !== "hello").map(
    (id): StoryStep => ({ id, state: "waiting", reason: null, endedAt: null }),
  );
  return { customerId, line, state: "running", startedAt, steps };
}
