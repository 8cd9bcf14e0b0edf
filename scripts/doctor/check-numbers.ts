import type { Config } from "../../lib/config.ts";
import type { Vendor } from "../../lib/vendors/vendor.ts";
import type { DeploymentFacts } from "./check-supabase.ts";
import { type Finding, fix } from "./finding.ts";

/** A number that the environment names and that is no channel: its vendor is asked and heard, and nothing leaves from it. */
export function checkNumbers(
  { channels }: DeploymentFacts,
  config: Config | null,
  vendors: readonly Vendor[],
): Finding[] {
  // The first tick makes the environment's channel its vendor's.
  if (!config || channels.some(({ secondsSinceTick }) => secondsSinceTick === null)) return [];
  return vendors.flatMap(({ name, title, numbers }) =>
    numbers?.fromEnvironment(config.vendors[name] ?? {}) && !channels.some(({ vendor }) => vendor === name)
      ? [
          fix(
            `The environment names a number at ${title}, and no channel is of it: nothing leaves from it.`,
            "Add it on the monitor, under Settings, or take its variables away.",
          ),
        ]
      : [],
  );
}
