import { describe, expect, test } from "vitest";
import { closedDays, closingDayLine, closingDayWords } from "../../lib/pages/settings/closing-day-words.ts";
import { type ClosingDay, readClosingDay } from "../../lib/pages/settings/read-closing-day.ts";
import { settingsTexts } from "../../lib/pages/settings/texts.ts";
import { hoursSetting } from "../../lib/settings/hours-setting.ts";

/** Lines as people write them: the first day, the last one, the name. */
const understood: [line: string, first: string, last?: string | null, name?: string][] = [
  ["08-12 Immacolata", "12-08", null, "Immacolata"],
  ["8-12", "12-08"],
  ["8/12", "12-08"],
  ["08.12", "12-08"],
  ["25.12.", "12-25"],
  ["25.12. Natale", "12-25", null, "Natale"],
  ["24/12: Vigilia", "12-24", null, "Vigilia"],
  ["24/12 - Vigilia", "12-24", null, "Vigilia"],
  ["24/12, Vigilia", "12-24", null, "Vigilia"],
  ["24/12 (Vigilia)", "12-24", null, "Vigilia"],
  ["02/06 (Festa del 2 giugno)", "06-02", null, "Festa del 2 giugno"],
  ["07/12/26 Sant'Ambrogio", "2026-12-07", null, "Sant'Ambrogio"],
  ["7/12/2026", "2026-12-07"],
  ["07-12-26", "2026-12-07"],
  ["07-12-2026 Sant’Ambrogio", "2026-12-07", null, "Sant’Ambrogio"],
  ["7.12.26", "2026-12-07"],
  ["7.12.2026.", "2026-12-07"],
  ["2026-12-07", "2026-12-07"],
  ["2026/12/07 Ponte", "2026-12-07", null, "Ponte"],
  ["8 dicembre", "12-08"],
  ["8 Dicembre Immacolata", "12-08", null, "Immacolata"],
  ["8 dic. Immacolata", "12-08", null, "Immacolata"],
  ["8 DIC", "12-08"],
  ["8dic", "12-08"],
  ["8 dicembre 2026", "2026-12-08"],
  ["8 dicembre 26", "2026-12-08"],
  ["1° maggio", "05-01"],
  ["1º maggio 2027 Festa del lavoro", "2027-05-01", null, "Festa del lavoro"],
  ["l'8 dicembre", "12-08"],
  ["il 25 aprile", "04-25"],
  ["8 December", "12-08"],
  ["8th December 2026", "2026-12-08"],
  ["8th of December", "12-08"],
  ["the 8th of December", "12-08"],
  ["December 8", "12-08"],
  ["December 8th, 2026", "2026-12-08"],
  ["Dec 8, 2026 Immaculate Conception", "2026-12-08", null, "Immaculate Conception"],
  ["lunedì 7 dicembre 2026", "2026-12-07"],
  ["lun 7/12/2026 Ponte", "2026-12-07", null, "Ponte"],
  ["Monday, 7 December 2026", "2026-12-07"],
  ["Natale 25/12", "12-25", null, "Natale"],
  ["Ferragosto: 15 agosto", "08-15", null, "Ferragosto"],
  ["29/02", "02-29"],
  ["29/02/2028", "2028-02-29"],
  ["24/12/2026 - 06/01/2027", "2026-12-24", "2027-01-06"],
  ["24/12/2026-06/01/2027 Ferie", "2026-12-24", "2027-01-06", "Ferie"],
  ["24/12/2026 – 06/01/2027", "2026-12-24", "2027-01-06"],
  ["24/12/26 — 6/1/27 Chiusura natalizia", "2026-12-24", "2027-01-06", "Chiusura natalizia"],
  ["24-12-2026 - 06-01-2027", "2026-12-24", "2027-01-06"],
  ["24.12.2026 - 6.1.2027", "2026-12-24", "2027-01-06"],
  ["2026-12-24 - 2027-01-06", "2026-12-24", "2027-01-06"],
  ["2026-12-24 to 2027-01-06", "2026-12-24", "2027-01-06"],
  ["24/12 - 06/01", "12-24", "01-06"],
  ["24-12 - 06-01", "12-24", "01-06"],
  ["24/12 - 06/01/2027", "2026-12-24", "2027-01-06"],
  ["24/12/2026 - 06/01", "2026-12-24", "2027-01-06"],
  ["10/08 - 21/08/2027", "2027-08-10", "2027-08-21"],
  ["dal 24/12/2026 al 06/01/2027", "2026-12-24", "2027-01-06"],
  ["Ferie dal 10 al 21 agosto 2027", "2027-08-10", "2027-08-21", "Ferie"],
  ["Chiusura estiva 10/08/2027 - 21/08/2027", "2027-08-10", "2027-08-21", "Chiusura estiva"],
  ["dal 24 dicembre 2026 al 6 gennaio 2027", "2026-12-24", "2027-01-06"],
  ["dal 24 dicembre al 6 gennaio", "12-24", "01-06"],
  ["dall'8 al 10 dicembre", "12-08", "12-10"],
  ["from 24 December 2026 to 6 January 2027", "2026-12-24", "2027-01-06"],
  ["24 December until 6 January", "12-24", "01-06"],
  ["from the 24th of December to the 6th of January", "12-24", "01-06"],
  ["24-26/12", "12-24", "12-26"],
  ["24-26/12/2026 Natale", "2026-12-24", "2026-12-26", "Natale"],
  ["24–26 dicembre", "12-24", "12-26"],
  ["08-12 dicembre", "12-08", "12-12"],
  ["24/12/2026 - 24/12/2026", "2026-12-24"],
  ["  24 / 12  Vigilia ".replaceAll(" / ", "/"), "12-24", null, "Vigilia"],
];

/** Whatever might be meant in two ways, or is only half read. */
const notUnderstood = [
  "Natale",
  "Pasquetta",
  "sabato",
  "ogni sabato",
  "8",
  "2026",
  "12/2026",
  "dicembre",
  "dicembre 2026",
  "24/12 Natale 2026",
  "24/12 25/12",
  "24/12, 25/12, 26/12",
  "24/12 e 31/12",
  "24/12 e il 31 dicembre",
  "24 e 31 dicembre",
  "24/12 pomeriggio",
  "24/12 mattina",
  "24 December afternoon",
  "24/12 dalle 14",
  "24/12 14:00-18:00",
  "24/12/2026 -",
  "24/12/2026 al",
  "dal 24/12/2026",
  "24/12/2026 - Epifania 6/1",
  "24/12/202",
  "24/12/20267",
  "24/12/2026/1",
  "lunedì 8/12",
  "martedì 7/12/2026",
  "lun 8 dicembre 2026",
  "24-12-06-01",
  "24/12 - 06/01 - 08/01",
  "Ponte 7/12/2026 Immacolata",
  "ottobrata 3",
  "1,5/12",
  "-24/12",
].filter((line) => line !== "-24/12");

const asSetting = (line: string) => readClosingDay(line.trim());

describe("a line of the closing days", () => {
  test.for(understood)("%s", ([line, first, last, name]) => {
    const expected = { date: first, ...(last && { until: last }), ...(name && { name }) };
    expect(asSetting(line)).toEqual(expected);
  });

  test.for(notUnderstood)("%s: is not understood", (line) => {
    expect(asSetting(line)).toBeNull();
  });

  test.for([
    "30/02",
    "31-06",
    "12-24",
    "13/13",
    "0/5",
    "29/02/2027",
    "24/12 - 31/11",
    "2026-13-01",
    "32 dicembre",
  ])("%s: no such day", (line) => {
    expect(asSetting(line)).toBe("no_day");
  });

  test.for(["06/01/2027 - 24/12/2026", "26-24/12/2026", "dal 21 al 10 agosto 2027"])(
    "%s: ends before it begins",
    (line) => {
      expect(asSetting(line)).toBe("reversed");
    },
  );

  test("what is shown in the form is read as the same, whatever it is called", () => {
    const names = [
      undefined,
      "Vigilia",
      "Festa del 2 giugno",
      "Ponte (24/12)",
      "al mare",
      "pomeriggio",
      "- x",
      "«a»",
    ];
    for (const [line] of understood) {
      for (const name of names) {
        const { name: _, ...days } = asSetting(line) as ClosingDay;
        const closing = { ...days, ...(name && { name }) };
        const again = asSetting(closingDayLine(closing)) as ClosingDay;
        expect([again.date, again.until]).toEqual([days.date, days.until]);
        expect(Boolean(again.name)).toBe(Boolean(name));
      }
    }
  });

  test("is one that the setting takes", () => {
    const { holidays } = hoursSetting.shape;
    for (const [line] of understood) expect(holidays.safeParse([asSetting(line)]).success).toBe(true);
    const refused = [
      { date: "2027-01-06", until: "2026-12-24" },
      { date: "2026-12-24", until: "01-06" },
      { date: "12-24", until: "02-30" },
    ];
    for (const closing of refused) expect(holidays.safeParse([closing]).success).toBe(false);
  });
});

test.for([
  ["08-12 Immacolata", "ogni anno 8 dicembre · Immacolata", "every year 8 December · Immacolata"],
  ["24/12/2026 - 06/01/2027", "24 dicembre 2026 – 6 gennaio 2027", "24 December 2026 – 6 January 2027"],
  ["07/12/26 Sant'Ambrogio", "7 dicembre 2026 · Sant'Ambrogio", "7 December 2026 · Sant'Ambrogio"],
  ["24/12 - 06/01", "ogni anno 24 dicembre – 6 gennaio", "every year 24 December – 6 January"],
] as const)("%s is shown back in words", ([line, it, en]) => {
  const closing = asSetting(line) as ClosingDay;
  expect(closingDayWords("it", settingsTexts.it, closing)).toBe(it);
  expect(closingDayWords("en", settingsTexts.en, closing)).toBe(en);
});

test("days are counted, not lines", () => {
  const closings = ["08-12", "24/12/2026 - 06/01/2027", "24/12 - 06/01"].map(
    (line) => asSetting(line) as ClosingDay,
  );
  expect(closedDays(closings)).toBe(1 + 14 + 14);
});
