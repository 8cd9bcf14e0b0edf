import { z } from "zod";
import type { Simulation } from "../simulation.ts";
import { playStory } from "../story/play-story.ts";
import { LINES } from "../world/line.ts";
import { ControlError, parseOrder } from "./control-error.ts";
import { realVendor } from "./real-vendor.ts";

const schema = z.object({
  /** Over which of our numbers it plays. */
  line: z.enum(LINES).default("wasender"),
});

/** `POST /control/story` */
export function controlStory(sim: Simulation, input: unknown) {
  const { line } = parseOrder(schema, input);
  const real = realVendor(sim.settings);
  if (real) throw new ControlError(409, real.code, `A real ${real.title} is connected.`);
  if (line !== "wasender" && !sim.settings[line]) {
    throw new ControlError(409, `no_${line}`, "The product does not use that number of the simulator's.");
  }
  const story = playStory(sim, line);
  if (!story) throw new ControlError(409, "already_playing", "The story is already playing.");
  return story;
}
