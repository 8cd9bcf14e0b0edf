/** One line of the table: ours beside what it is measured against, in the same run. */
export interface Row {
  what: string;
  ours: string;
  against: string;
  ratio: number | null;
  /** Words of the goal, such as `≤ 1.2 ×`; empty where there is none. */
  goal: string;
  /** Null where there is no goal. */
  met: boolean | null;
}

/** What one benchmark says: its rows, and sentences for below the table. */
export interface Part {
  title: string;
  rows: Row[];
  notes: string[];
  /** Query plans to keep, each in a file of its own. */
  plans?: { name: string; text: string }[];
}

/** A row whose goal is a bound of its ratio. */
export function ratioRow(
  what: string,
  ours: { value: number; unit: string },
  against: { value: number; unit: string },
  goal: { atMost: number } | { atLeast: number } | null,
): Row {
  const ratio = ours.value / against.value;
  // As printed: a ratio shown as 1.20 keeps a goal of 1.2.
  const shown = Math.round(ratio * 100) / 100;
  return {
    what,
    ours: amount(ours),
    against: amount(against),
    ratio,
    goal: goal === null ? "" : "atMost" in goal ? `≤ ${goal.atMost} ×` : `≥ ${goal.atLeast} ×`,
    met: goal === null ? null : "atMost" in goal ? shown <= goal.atMost : shown >= goal.atLeast,
  };
}

/** A part as a Markdown table: plain enough for a terminal, and the page's own form. */
export function table({ title, rows, notes }: Part): string {
  const head = ["what", "ours", "against", "ratio", "goal", "met"];
  const cells = rows.map(({ what, ours, against, ratio, goal, met }) => [
    what,
    ours,
    against,
    ratio === null ? "" : ratio.toFixed(2),
    goal,
    met === null ? "" : met ? "yes" : "no",
  ]);
  const widths = head.map((word, column) =>
    Math.max(...[head, ...cells].map((line) => (line[column] ?? word).length)),
  );
  const line = (words: string[]) =>
    `| ${words.map((word, column) => word.padEnd(widths[column]!)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [
    `## ${title}`,
    "",
    line(head),
    rule,
    ...cells.map(line),
    "",
    ...notes.flatMap((note) => [note, ""]),
  ].join("\n");
}

function amount({ value, unit }: { value: number; unit: string }): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3;
  return `${value.toFixed(digits)} ${unit}`;
}
