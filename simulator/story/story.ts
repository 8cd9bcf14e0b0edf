export const STEP_IDS = ["call", "message", "read", "reply", "bill"] as const;
export type StepId = (typeof STEP_IDS)[number];
export type StepState = "waiting" | "running" | "done" | "failed";

export interface StoryStep {
  id: StepId;
  state: StepState;
  /** Why it failed: the product's answer in short, or a word of `page/words.ts`. */
  reason: string | null;
  endedAt: number | null;
}

/** The whole job played once: a call ends, the message comes, the customer answers, the bill follows. */
export interface Story {
  customerId: string;
  state: "running" | "done" | "failed" | "stopped";
  startedAt: number;
  steps: StoryStep[];
}

export function newStory(customerId: string, startedAt: number): Story {
  const steps = STEP_IDS.map((id): StoryStep => ({ id, state: "waiting", reason: null, endedAt: null }));
  return { customerId, state: "running", startedAt, steps };
}
