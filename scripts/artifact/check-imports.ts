import { must } from "./check-failure.ts";
import { measureImports } from "./measure-imports.ts";
import type { BuiltOutput } from "./read-output.ts";

const limit = 1.3;

/** A cold start's import of each function; a customer's webhook waits for it. */
export async function checkImports(
  { functions }: Pick<BuiltOutput, "functions">,
  project: string,
): Promise<void> {
  const times = await measureImports(functions.values(), project, limit);
  for (const { path, ms, ratio } of times) {
    console.log(
      `         ${path.padEnd(24)}${ms.toFixed(0).padStart(5)} ms${ratio.toFixed(2).padStart(8)} x`,
    );
  }
  const slowest = times.toSorted((a, b) => b.ratio - a.ratio)[0]!;
  must(
    slowest.ratio <= limit,
    `Importing ${slowest.path} takes ${slowest.ratio.toFixed(2)} times as long as supabase-js alone: the limit is ${limit}.`,
  );
}
