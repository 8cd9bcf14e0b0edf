import type { WebhookPoster } from "./post/webhook-poster.ts";
import type { SimulatorOptions } from "./simulator-options.ts";
import type { World } from "./world/world.ts";

/** What the pretend services share: the world, the way out to the product, and the settings. */
export interface Simulation {
  world: World;
  poster: WebhookPoster;
  settings: SimulatorOptions & {
    statusDelayMs: number /** Where the simulator itself listens. */;
    ownUrl: string;
  };
}
