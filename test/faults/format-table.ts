import type { Run } from "./run-fault.ts";

const heads = ["fault", "runs", "calls", "posts", "on the phone", "uncertain", "violations"];

/** One line a fault: how often it was run, what was told, what the phones saw, what was broken. */
export function formatTable(runs: Run[]): string {
  const lines = [...Map.groupBy(runs, ({ fault }) => fault)].map(([fault, of]) => [fault, ...sums(of)]);
  const all = [heads, ...lines, ["all", ...sums(runs)]];
  const widths = heads.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  const shown = all.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("  "),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [shown[0], rule, ...shown.slice(1, -1), rule, shown.at(-1)].join("\n");
}

function sums(runs: Run[]): string[] {
  const sum = (count: (run: Run) => number) => String(runs.reduce((total, run) => total + count(run), 0));
  return [
    String(runs.length),
    sum(({ calls }) => calls),
    sum(({ posts }) => posts),
    sum(({ delivered }) => delivered),
    sum(({ uncertain }) => uncertain),
    sum(({ violations }) => violations.length),
  ];
}
