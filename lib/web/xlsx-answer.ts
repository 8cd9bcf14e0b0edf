import { makeZip } from "client-zip";
import type { Context } from "hono";
import type { Cell } from "../base/table-cell.ts";
import { attachmentHeader } from "./attachment-header.ts";
import { sheetXml, styles } from "./xlsx-sheet.ts";

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const main = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/**
 * A table as an Excel file, sent row by row while it is read: moments as dates by the clocks of this zone, all else as text.
 * What the first row throws is an answer of its own, since none has begun.
 */
export async function xlsxAnswer(
  c: Context,
  name: string,
  table: { rows: AsyncGenerator<Cell[]>; widths: readonly number[]; timeZone: string },
): Promise<Response> {
  const first = await table.rows.next();
  const rows = withFirst(first.done ? [] : [first.value], table.rows);
  const files = [
    {
      name: "[Content_Types].xml",
      input: `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${main}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${main}.styles+xml"/></Types>`,
    },
    { name: "_rels/.rels", input: relations([["officeDocument", "xl/workbook.xml"]]) },
    {
      name: "xl/workbook.xml",
      input: `${head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="${sheetName(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      input: relations([
        ["worksheet", "worksheets/sheet1.xml"],
        ["styles", "styles.xml"],
      ]),
    },
    { name: "xl/styles.xml", input: styles },
    { name: "xl/worksheets/sheet1.xml", input: sheetXml(rows, table.widths, table.timeZone) },
  ];
  return c.body(makeZip(files), 200, {
    "content-type": `${main}.sheet`,
    "content-disposition": attachmentHeader(name),
  });
}

function relations(all: [kind: string, target: string][]): string {
  const each = all.map(
    ([kind, target], n) => `<Relationship Id="rId${n + 1}" Type="${office}/${kind}" Target="${target}"/>`,
  );
  return `${head}<Relationships xmlns="${packages}/relationships">${each.join("")}</Relationships>`;
}

/** Excel's names of sheets have 31 characters at most, and none of these. */
function sheetName(name: string): string {
  return name
    .replace(/\.xlsx$/, "")
    .replace(/[[\]:*?/\\<>&"']/g, " ")
    .slice(0, 31);
}

async function* withFirst<Row>(first: Row[], rest: AsyncIterable<Row>): AsyncGenerator<Row> {
  yield* first;
  yield* rest;
}
