import type { World } from "../world/world.ts";

export type WaitingFor =
  | { code: "wait_session" }
  | { code: "wait_fault"; fault: string }
  | { code: "wait_slot"; at: number }
  | { code: "wait_day" }
  | { code: "wait_on_its_way" }
  | { code: "wait_product" };

/** Why the story's message is not there yet, as far as it can be seen from outside the product. */
export function waitingFor(world: World): WaitingFor | null {
  const { story, switches, limits } = world;
  const step = story?.steps.find((candidate) => candidate.state === "running");
  if (!story || step?.id !== "message") return null;
  if (world.sends.some((send) => send.customerId === story.customerId)) return { code: "wait_on_its_way" };
  if (switches.sessionDown) return { code: "wait_session" };
  if (switches.fault !== "none") return { code: "wait_fault", fault: switches.fault };
  const now = world.now();
  const today = world.sends.filter((send) => send.acceptedAt > now - 86_400_000);
  if (limits.dailyLimit > 0 && today.length >= limits.dailyLimit) return { code: "wait_day" };
  const last = world.sends.at(-1);
  const slot = last ? last.acceptedAt + limits.minIntervalMs : 0;
  return slot > now ? { code: "wait_slot", at: slot } : { code: "wait_product" };
}
