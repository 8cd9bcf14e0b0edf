import * as z from "zod/mini";
import { sentence, timeOfDay } from "../base/parts.ts";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** [from, until) in local time; one that ends before it begins ends on the next day. */
const hoursWindow = z
  .strictObject({ from: timeOfDay, until: timeOfDay })
  .check(z.refine(({ from, until }) => from !== until && from !== "24:00"));
const day = z.array(hoursWindow).check(z.maxLength(4));

const closingDate = z
  .string()
  .check(z.regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/), z.refine(isDay));

/**
 * When messages may leave, in the workspace's time zone or in the contact's own. What falls outside waits until the
 * next window, or its expiry. No window opens on a holiday.
 */
export const hoursSetting = z.strictObject({
  weekdays: z
    .strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day })
    .check(z.refine((week) => Object.values(week).some((windows) => windows.length > 0))),
  /** YYYY-MM-DD, or MM-DD of every year; `until`, in the same form, is the last day of several. */
  holidays: z
    .array(
      z
        .strictObject({ date: closingDate, until: z.optional(closingDate), name: z.optional(sentence(80)) })
        .check(z.refine(isInOrder)),
    )
    .check(z.maxLength(200)),
  /** The national holidays of Italy, Easter Monday included. */
  italianHolidays: z.boolean(),
  useContactTimeZone: z.boolean(),
});

/** 29 February is one of every year: it comes when it comes. */
function isDay(text: string): boolean {
  const date = text.length === 5 ? `2028-${text}` : text;
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date);
}

/** Days of every year may go over its end: 12-24 until 01-06. */
function isInOrder({ date, until = date }: { date: string; until?: string | undefined }): boolean {
  return date.length === until.length && (date.length === 5 || date <= until);
}

export type HoursSetting = z.infer<typeof hoursSetting>;
