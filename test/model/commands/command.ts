import type { AsyncCommand } from "fast-check";
import type { Model } from "../model.ts";
import type { World } from "../world.ts";

export type Command = AsyncCommand<Model, World>;

/** A command that prints as the code that makes it: a shrunk failure is pasted into a regression as it stands. */
export function command<Args extends unknown[]>(
  name: string,
  run: (m: Model, w: World, ...args: Args) => Promise<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: else its parameters would be taken for all there are
  check: (m: Model, ...args: any[]) => boolean = () => true,
) {
  return (...args: Args): Command => ({
    check: (m) => check(m as Model, ...args),
    run: async (m, w) => void (await run(m, w, ...args)),
    toString: () => `${name}(${args.map(printed).join(", ")})`,
  });
}

const printed = (arg: unknown) =>
  typeof arg === "object" && arg !== null && "run" in arg ? String(arg) : JSON.stringify(arg);

/** The n-th of a list, counted round: a shorter list shrinks better than a refused command. */
export const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
