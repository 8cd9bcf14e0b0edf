import { LINE_TITLES } from "../world/line.ts";
import type { Switches } from "../world/switches.ts";
import type { World } from "../world/world.ts";

export type WaitingFor =
  | { code: "wait_session" }
  | { code: "wait_fault"; title: string; fault: string }
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
  if (story.line !== "wasender") return faultOf(story.line, switches);
  if (switches.sessionDown) return { code: "wait_session" };
  if (switches.fault !== "none") return { code: "wait_fault", title: "Wasender", fault: switches.fault };
  const now = world.now();
  const sends = world.sends.filter(({ line }) => line === "wasender");
  const today = sends.filter((send) => send.acceptedAt > now - 86_400_000);
  if (limits.dailyLimit > 0 && today.length >= limits.dailyLimit) return { code: "wait_day" };
  const last = sends.at(-1);
  const slot = last ? last.acceptedAt + limits.minIntervalMs : 0;
  return slot > now ? { code: "wait_slot", at: slot } : { code: "wait_product" };
}

function faultOf(line: "meta" | "cunnekt", switches: Switches): WaitingFor {
  const fault = line === "meta" ? switches.metaFault : switches.cunnektFault;
  return fault === "none"
    ? { code: "wait_product" }
    : { code: "wait_fault", title: LINE_TITLES[line], fault };
}
