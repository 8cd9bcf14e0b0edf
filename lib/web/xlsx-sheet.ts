import type { Cell } from "../base/table-cell.ts";

/** Styles by their place in `styles`: of headings, of texts, of moments. */
const style = { heading: 1, text: 2, moment: 3 };

/** 49 is Excel's own format for text (ECMA-376 part 1, 18.8.30): what is edited stays text too. */
export const styles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/** The one sheet, row by row: the first is bold and stays in sight. */
export async function* sheetXml(
  rows: AsyncIterable<Cell[]>,
  widths: readonly number[],
  timeZone: string,
): AsyncGenerator<string> {
  const wallTime = serialIn(timeZone);
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths
    .map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`)
    .join("")}</cols><sheetData>`;
  let number = 0;
  for await (const row of rows) {
    number += 1;
    const cells = row.map((cell, n) => cellXml(cell, `${letters(n)}${number}`, number === 1, wallTime));
    yield `<row r="${number}">${cells.join("")}</row>`;
  }
  yield "</sheetData></worksheet>";
}

/** A text stays one whatever it begins with: only `<f>` is a formula. */
function cellXml(cell: Cell, place: string, isHeading: boolean, wallTime: (at: Date) => number): string {
  if (cell === null || cell === "") return "";
  if (typeof cell === "number") return `<c r="${place}"><v>${cell}</v></c>`;
  if (cell instanceof Date) return `<c r="${place}" s="${style.moment}"><v>${wallTime(cell)}</v></c>`;
  const kind = isHeading ? style.heading : style.text;
  return `<c r="${place}" s="${kind}" t="inlineStr"><is><t xml:space="preserve">${xmlText(cell)}</t></is></c>`;
}

/** Excel takes 32,767 characters a cell; XML 1.0 has no other control characters than these three. */
function xmlText(text: string): string {
  return text
    .slice(0, 32_767)
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function letters(n: number): string {
  return String.fromCharCode(65 + n);
}

/** Days since 30 December 1899 by the clocks of this zone. */
function serialIn(timeZone: string): (at: Date) => number {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
    hourCycle: "h23",
  });
  return (at) => {
    const [day, month, year, hour, minute, second] = clock.format(at).match(/\d+/g)!.map(Number);
    const local = Date.UTC(year!, month! - 1, day, hour, minute, second);
    return (local - Date.UTC(1899, 11, 30)) / 86_400_000;
  };
}
