import { must } from "./check-failure.ts";
import { measureImports } from "./measure-imports.ts";
import type { BuiltOutput } from "./read-output.ts";

const goal = 1.3;
/**
 * Unbundled, the functions load some 400 files and come to 4.5 to 7.5 x. Bundled by the build command, with zod/mini and
 * without pino, 1.1 to 1.4 x was measured: lower this to 1.5 then, medians on shared cores move by a tenth.
 */
const limit = 10;

/** A cold start's import of each function; a customer's webhook waits for it. */
export async function checkImports(
  { functions }: Pick<BuiltOutput, "functions">,
  project: string,
): Promise<void> {
  const times = await measureImports(functions.values(), project);
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
  if (slowest.ratio > goal) console.log(`         the goal is ${goal} x`);
}
