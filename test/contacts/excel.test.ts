import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { csvLine, readCell } from "../../lib/base/csv-line.ts";
import type { Cell } from "../../lib/base/table-cell.ts";
import { xlsxAnswer } from "../../lib/web/xlsx-answer.ts";
import { readZip } from "../../lib/work/files/read-zip.ts";
import { sniffType } from "../../lib/work/files/sniff-type.ts";

/** What a person types, as it must be there for whoever opens the list. */
const texts = [
  "+393331234567",
  "0039",
  "00185",
  "=1+1",
  "@x",
  "-2",
  "D’Angelo & <Figli>",
  'a "b"',
  " x ",
  "due\nrighe",
  "_x0041_",
  "è;à,ù",
  "😀",
];

async function sheetOf(
  rows: Cell[][],
  timeZone = "Europe/Rome",
): Promise<{ bytes: Uint8Array; headers: Headers; part: (name: string) => string }> {
  const app = new Hono();
  app.get("/", (c) =>
    xlsxAnswer(c, "consent.xlsx", {
      rows: (async function* () {
        yield* rows;
      })(),
      widths: [20, 10],
      timeZone,
    }),
  );
  const answer = await app.request("/");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const members = readZip(bytes)!;
  const part = (name: string) =>
    Buffer.from(members.find((member) => member.name === name)!.whole(1_000_000)!).toString("utf8");
  return { bytes, headers: answer.headers, part };
}

/** The texts of a sheet, as a reader takes them. */
function cellsOf(sheet: string): string[] {
  return [...sheet.matchAll(/<t xml:space="preserve">([\s\S]*?)<\/t>/g)].map(([, text]) =>
    text!
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&")
      .replace(/_x005F_/g, "_"),
  );
}

describe("an Excel file", () => {
  test("is one, by its own content types, and saved under its name", async () => {
    const { bytes, headers, part } = await sheetOf([["at"], ["x"]]);
    expect(sniffType(bytes)).toBe("xlsx");
    expect(headers.get("content-type")).toContain("spreadsheetml.sheet");
    expect(headers.get("content-disposition")).toContain('attachment; filename="consent.xlsx"');
    expect(part("xl/workbook.xml")).toContain('<sheet name="consent"');
    expect(part("xl/worksheets/sheet1.xml")).toContain('state="frozen"');
    expect(part("xl/worksheets/sheet1.xml")).toContain('<c r="A1" s="1" t="inlineStr">');
  });

  test("holds every text as it is, and evaluates none", async () => {
    const { part } = await sheetOf([["words"], ...texts.map((text) => [text])]);
    const sheet = part("xl/worksheets/sheet1.xml");
    expect(cellsOf(sheet)).toEqual(["words", ...texts]);
    expect(sheet).not.toContain("<f");
    expect(sheet.match(/ s="2" t="inlineStr"/g)).toHaveLength(texts.length);
  });

  test.for([
    ["2026-11-20T10:15:30Z", "Europe/Rome", 46_346 + (11 * 3600 + 15 * 60 + 30) / 86_400],
    // Clocks show another day there, and summer time.
    ["2026-07-01T22:30:00Z", "Europe/Rome", 46_205 + 30 / 1440],
    ["2026-01-01T00:00:00Z", "America/New_York", 46_022 + 19 / 24],
  ] as const)("%s is a date by the clocks of %s", async ([at, zone, serial]) => {
    const { part } = await sheetOf([["at"], [new Date(at)]], zone);
    const [, value] = /<c r="A2" s="3"><v>([\d.]+)<\/v>/.exec(part("xl/worksheets/sheet1.xml"))!;
    expect(Number(value)).toBeCloseTo(serial, 8);
    expect(part("xl/styles.xml")).toContain("yyyy");
  });

  test("takes what XML cannot hold, and what is too long for a cell", async () => {
    const { part } = await sheetOf([["words"], ["a\u0001b\uD800c\uFFFFd"], ["x".repeat(40_000)]]);
    const [, odd, long] = cellsOf(part("xl/worksheets/sheet1.xml"));
    expect([odd, long!.length]).toEqual(["a\uFFFDb\uFFFDc\uFFFDd", 32_767]);
  });
});

test("the same list as CSV is read back as it was, and shows no apostrophes", () => {
  for (const text of texts) {
    const line = csvLine([text]).replace(/\r\n$/, "");
    const cell = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line;
    expect(readCell(cell)).toBe(text);
    expect(line.includes("'")).toBe(text.includes("'"));
  }
});
