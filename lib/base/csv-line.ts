import type { Cell } from "./table-cell.ts";

/**
 * One line of a CSV file (RFC 4180), for programs: moments in ISO 8601 UTC. A spreadsheet that opens it all the same takes a
 * cell that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula (OWASP, CSV injection): a zero-width space before it
 * makes it text, which nobody sees and `readCell` takes off. A number of a phone is harmless and stays itself.
 * The same within a cell after `;` or a line break: where commas are decimal signs, Excel opens this file as if `;`
 * stood between the cells, and quotes that begin inside a line hold nothing together.
 */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

const guard = "\u200B";

function csvCell(value: Cell): string {
  if (value === null || typeof value === "number") return String(value ?? "");
  if (value instanceof Date) return value.toISOString();
  if (/^\+\d{6,15}$/.test(value)) return value;
  const text = /^[\s]*[=+\-@\t\r\n]/.test(value) ? `${guard}${value}` : value;
  const tame = text.replace(/([;\r\n][\s"]*)(?=[=+\-@])/g, `$1${guard}`);
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** What a cell of such a file says. */
export function readCell(cell: string): string {
  return cell.replaceAll(guard, "");
}
