/**
 * One line of a CSV file (RFC 4180). A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break
 * for a formula: an apostrophe before it makes it text (OWASP, CSV injection). A phone number keeps its `+` so: `'+39…`.
 * The same within a cell after `;` or a line break: where commas are decimal signs, Excel opens this file as if `;`
 * stood between the cells, and quotes that begin inside a line hold nothing together.
 */
export function csvLine(cells: (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null || typeof value === "number") return String(value ?? "");
  const text = /^[\s]*[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  const tame = text.replace(/([;\r\n][\s"]*)(?=[=+\-@])/g, "$1'");
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
