import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HoursSetting } from "../../lib/settings/hours-setting.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { hoursOracle, italian2026And2027 } from "./oracle.ts";
import { daily, hours } from "./stage.ts";

/** Windows as instants: no claim, no message, only the functions that everything asks. */
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

interface Answer {
  at: Date;
  isOpen: boolean;
  /** Null: never. */
  next: Date | null;
}

const ask = (setting: HoursSetting, zone: string, at: (string | number)[]) =>
  db.sql<Answer[]>`
    select t as at, app.in_sending_hours(t, w) as "isOpen", nullif(app.next_sending_time(t, w), 'infinity') as next
    from jsonb_populate_record(null::workspaces,
        ${db.sql.json({ time_zone: zone, sending_hours: setting } as never)}) w,
      unnest(${at.map((each) => new Date(each).toISOString())}::timestamptz[]) t`;

const windowAfter = async (setting: HoursSetting, zone: string, at: string) => {
  const [row] = await db.sql<[{ opens: Date; closes: Date }]>`
    select lower(x) as opens, upper(x) as closes
    from jsonb_populate_record(null::workspaces,
        ${db.sql.json({ time_zone: zone, sending_hours: setting } as never)}) w,
      app.sending_window(${at}::timestamptz, w) x`;
  return [row.opens, row.closes].map((each) => each.toISOString().slice(0, 16));
};

const rome = "Europe/Rome";
const newYork = "America/New_York";

/** Windows of the nights on which clocks are changed. Asked at local noon of the day before. */
test.for([
  // Rome: 02:00 becomes 03:00 at 01:00Z; 03:00 becomes 02:00 at 01:00Z.
  [rome, "2026-03-28T22:00Z", "08:00", "21:00", "2026-03-29T06:00", "2026-03-29T19:00"],
  [rome, "2026-03-28T22:00Z", "02:30", "08:00", "2026-03-29T01:00", "2026-03-29T06:00"],
  [rome, "2026-03-28T20:00Z", "22:00", "02:30", "2026-03-28T21:00", "2026-03-29T01:00"],
  [rome, "2026-03-28T20:00Z", "22:00", "06:00", "2026-03-28T21:00", "2026-03-29T04:00"],
  [rome, "2026-03-29T00:30Z", "02:15", "02:45", "2026-03-30T00:15", "2026-03-30T00:45"],
  [rome, "2026-10-24T22:00Z", "08:00", "21:00", "2026-10-25T07:00", "2026-10-25T20:00"],
  [rome, "2026-10-24T22:00Z", "02:30", "08:00", "2026-10-25T00:30", "2026-10-25T07:00"],
  [rome, "2026-10-24T18:00Z", "22:00", "02:30", "2026-10-24T20:00", "2026-10-25T00:30"],
  [rome, "2026-10-24T18:00Z", "22:00", "06:00", "2026-10-24T20:00", "2026-10-25T05:00"],
  [rome, "2026-10-24T22:00Z", "02:15", "02:45", "2026-10-25T00:15", "2026-10-25T00:45"],
  // The second 02:15 of that night is none.
  [rome, "2026-10-25T01:20Z", "02:15", "02:45", "2026-10-26T01:15", "2026-10-26T01:45"],
  [rome, "2027-03-27T22:00Z", "02:30", "08:00", "2027-03-28T01:00", "2027-03-28T06:00"],
  [rome, "2027-03-27T22:00Z", "02:00", "03:00", "2027-03-29T00:00", "2027-03-29T01:00"],
  [rome, "2027-03-27T22:00Z", "08:00", "21:00", "2027-03-28T06:00", "2027-03-28T19:00"],
  // New York: 02:00 becomes 03:00 at 07:00Z; 02:00 becomes 01:00 at 06:00Z.
  [newYork, "2026-03-08T02:00Z", "02:30", "09:00", "2026-03-08T07:00", "2026-03-08T13:00"],
  [newYork, "2026-03-08T00:00Z", "20:00", "02:30", "2026-03-08T01:00", "2026-03-08T07:00"],
  [newYork, "2026-03-08T06:00Z", "08:00", "21:00", "2026-03-08T12:00", "2026-03-09T01:00"],
  [newYork, "2026-11-01T02:00Z", "01:30", "09:00", "2026-11-01T05:30", "2026-11-01T14:00"],
  [newYork, "2026-10-31T23:00Z", "20:00", "01:30", "2026-11-01T00:00", "2026-11-01T05:30"],
  [newYork, "2026-11-01T02:00Z", "08:00", "21:00", "2026-11-01T13:00", "2026-11-02T02:00"],
] as const)("%s, asked at %s: %s to %s is %s to %s", async ([zone, at, from, until, opens, closes]) => {
  expect(await windowAfter(daily([from, until]), zone, at)).toEqual([opens, closes]);
});

describe("any week, any zone, any night", () => {
  /** Weeks with a change of clocks, one of half an hour, some at midnight, and one without. */
  const weeks = [
    [rome, "2026-03-27"],
    [rome, "2026-10-23"],
    [rome, "2027-03-26"],
    [newYork, "2026-03-06"],
    [newYork, "2026-10-30"],
    ["Australia/Lord_Howe", "2026-04-03"],
    ["Australia/Lord_Howe", "2026-10-02"],
    ["America/Santiago", "2026-04-03"],
    ["America/Santiago", "2026-09-04"],
    ["Asia/Kolkata", "2026-12-24"],
  ] as const;
  const range = 12 * 86_400_000;
  const clock = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "15", "30", "45", "59"))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${minute}`);
  const window = fc
    .record({ from: clock, until: fc.oneof(clock, fc.constant("24:00")) })
    .filter(({ from, until }) => from !== until);
  const day = fc.array(window, { maxLength: 3 });
  const setting: fc.Arbitrary<HoursSetting> = fc
    .record({
      weekdays: fc.record({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }),
      holidays: fc.array(
        fc.oneof(
          fc
            .constantFrom("2026-03-29", "03-28", "10-25", "2026-10-26", "11-01", "2027-03-28")
            .map((date) => ({
              date,
            })),
          fc.constantFrom(
            { date: "2026-03-28", until: "2026-03-30" },
            { date: "10-24", until: "10-26" },
            // Over the end of the year: all but a few days of autumn.
            { date: "11-02", until: "10-25" },
          ),
        ),
        { maxLength: 2 },
      ),
      italianHolidays: fc.boolean(),
      useContactTimeZone: fc.constant(true),
    })
    .filter(({ weekdays }) => Object.values(weekdays).some((windows) => windows.length > 0));
  const moments = fc.array(fc.integer({ min: 0, max: 5 * 86_400 - 1 }), { minLength: 40, maxLength: 40 });

  test("the next sending time is the first open moment, and a moment is open when it is its own", {
    timeout: 60_000,
  }, async () => {
    let opened = 0;
    let closed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...weeks),
        setting,
        moments,
        async ([zone, first], value, secondsIn) => {
          const from = Date.parse(`${first}T00:00Z`);
          const oracle = hoursOracle(value, zone, from, from + range);
          const answers = await ask(
            value,
            zone,
            secondsIn.map((seconds) => from + seconds * 1000),
          );
          for (const { at, isOpen, next } of answers) {
            const expected = oracle.next(at.getTime());
            const found = next === null ? null : next.getTime();
            expect([at, isOpen]).toEqual([at, oracle.isOpen(at.getTime())]);
            if (expected !== null) expect([at, new Date(found!)]).toEqual([at, new Date(expected)]);
            else expect(found === null || found >= from + range - 86_400_000).toBe(true);
            expect(isOpen).toBe(found === at.getTime());
            if (isOpen) opened += 1;
            else closed += 1;
          }
          // Where it opens, it is open.
          const openings = answers.flatMap(({ next }) => (next ? [next.getTime()] : []));
          expect((await ask(value, zone, openings)).every(({ isOpen }) => isOpen)).toBe(true);
        },
      ),
      { numRuns: 120 },
    );
    // The settings were not all of one kind.
    expect(Math.min(opened, closed)).toBeGreaterThan(500);
  });
});

describe("holidays", () => {
  const italian = { ...daily(["08:00", "21:00"]), italianHolidays: true };

  test("Italy's are those of the calendars, Easter Monday included", async () => {
    const found = await db.sql<{ day: string }[]>`
      select to_char(d, 'YYYY-MM-DD') as day from generate_series('2026-01-01'::date, '2027-12-31', '1 day') d
      where app.is_italian_holiday(d::date)`;
    expect(found.map(({ day }) => day)).toEqual(italian2026And2027);
    // Before the law of 2025.
    expect(await db.sql`select app.is_italian_holiday('2025-10-04') as was`).toEqual([{ was: false }]);
  });

  // Among them the earliest and the latest of this century.
  test.for([
    "2000-04-23",
    "2008-03-23",
    "2011-04-24",
    "2019-04-21",
    "2024-03-31",
    "2025-04-20",
    "2026-04-05",
    "2027-03-28",
    "2028-04-16",
    "2029-04-01",
    "2030-04-21",
    "2035-03-25",
    "2038-04-25",
    "2049-04-18",
    "2076-04-19",
  ])("Easter is on %s", async (date) => {
    const [row] = await db.sql`select app.easter(${Number(date.slice(0, 4))})::text as easter`;
    expect(row!.easter).toBe(date);
  });

  test("no window opens on one: Easter Monday waits for Tuesday", async () => {
    expect(await windowAfter(italian, rome, "2026-04-04T20:00Z")).toEqual([
      "2026-04-07T06:00",
      "2026-04-07T19:00",
    ]);
  });

  test("one day of one year, one day of every year", async () => {
    const value = {
      ...daily(["08:00", "21:00"]),
      holidays: [{ date: "2026-11-23", name: "Inventario" }, { date: "11-24" }],
    };
    expect(await windowAfter(value, rome, "2026-11-22T21:00Z")).toEqual([
      "2026-11-25T07:00",
      "2026-11-25T20:00",
    ]);
    expect(await windowAfter(value, rome, "2027-11-22T21:00Z")).toEqual([
      "2027-11-23T07:00",
      "2027-11-23T20:00",
    ]);
    expect(await windowAfter(value, rome, "2027-11-23T21:00Z")).toEqual([
      "2027-11-25T07:00",
      "2027-11-25T20:00",
    ]);
  });

  test.for([
    ["of one year", { date: "2026-12-24", until: "2027-01-06" }, "2026-12-23T21:00Z", "2027-01-07T07:00"],
    [
      "of every year, over its end",
      { date: "12-24", until: "01-06" },
      "2029-12-23T21:00Z",
      "2030-01-07T07:00",
    ],
    ["of every year", { date: "08-10", until: "08-21" }, "2028-08-09T20:00Z", "2028-08-22T06:00"],
    ["that is not now", { date: "2026-12-24", until: "2027-01-06" }, "2027-12-23T21:00Z", "2027-12-24T07:00"],
    ["around 29 February", { date: "02-27", until: "02-29" }, "2027-02-26T21:00Z", "2027-03-01T07:00"],
  ] as const)("several days %s", async ([, closing, at, opens]) => {
    const value = { ...daily(["08:00", "21:00"]), holidays: [{ date: "05-01" }, closing] };
    expect((await windowAfter(value, rome, at))![0]).toBe(opens);
  });

  test("what opened the evening before goes on over midnight", async () => {
    const value = { ...daily(["22:00", "06:00"]), holidays: [{ date: "12-25" }] };
    expect(await windowAfter(value, rome, "2026-12-25T01:00Z")).toEqual([
      "2026-12-24T21:00",
      "2026-12-25T05:00",
    ]);
    expect(await windowAfter(value, rome, "2026-12-25T05:00Z")).toEqual([
      "2026-12-26T21:00",
      "2026-12-27T05:00",
    ]);
  });

  test("where all that is left are holidays, there is no next time", async () => {
    const value = {
      ...hours({ mon: [["08:00", "09:00"]] }),
      holidays: Array.from({ length: 366 }, (_, n) => ({
        date: new Date(Date.UTC(2028, 0, 1 + n)).toISOString().slice(5, 10),
      })),
    };
    expect(await ask(value, rome, ["2026-11-21T09:00Z"])).toMatchObject([{ isOpen: false, next: null }]);
  });
});
