import { html } from "hono/html";
import { type HoursSetting, weekdays } from "../../settings/hours-setting.ts";
import { daysInWords } from "./days-in-words.ts";
import { areaField, textField, tickField } from "./fields.ts";
import { linesIn } from "./read-form.ts";
import type { SettingForm } from "./setting-form.ts";

type Holiday = HoursSetting["holidays"][number];

export const hoursForm: SettingForm<"hours"> = {
  kind: "hours",
  least: "manager",
  summary: (t, { weekdays: week, holidays }) => t.pages.hours.summary(daysInWords(t, week), holidays.length),
  toForm(value) {
    const form = new URLSearchParams();
    for (const day of weekdays) {
      form.set(day, value.weekdays[day].map(({ from, until }) => `${from}-${until}`).join(", "));
    }
    form.set("holidays", value.holidays.map(holidayText).join("\n"));
    if (value.italianHolidays) form.set("italianHolidays", "on");
    if (value.useContactTimeZone) form.set("useContactTimeZone", "on");
    return form;
  },
  fromForm: (form) => ({
    weekdays: Object.fromEntries(weekdays.map((day) => [day, readWindows(form.get(day) ?? "")])),
    holidays: linesIn(form, "holidays").map(readHoliday),
    italianHolidays: form.has("italianHolidays"),
    useContactTimeZone: form.has("useContactTimeZone"),
  }),
  misread(form, t) {
    const errors = new Map<string, string>();
    for (const day of weekdays) {
      if (readWindows(form.get(day) ?? "") === null) errors.set(day, t.hours.badWindow);
    }
    const line = linesIn(form, "holidays").find((line) => readHoliday(line) === null);
    if (line !== undefined) errors.set("holidays", t.hours.badDay(line));
    return errors;
  },
  inputOf: ([first, second]) => (first === "weekdays" ? String(second ?? "mon") : String(first)),
  fields: (view) => html`<fieldset><legend>${view.t.hours.week}</legend>
  <p class="quiet">${view.t.hours.weekHelp} ${view.t.hours.zone(view.timeZone)}</p>
  <div class="week">${weekdays.map((day) => textField(view, { name: day, label: view.t.days.names[day] }))}</div></fieldset>
${areaField(view, { name: "holidays", label: view.t.hours.holidays, hint: view.t.hours.holidaysHelp, rows: 5 })}
${tickField(view, { name: "italianHolidays", label: view.t.hours.italian })}
${tickField(view, { name: "useContactTimeZone", label: view.t.hours.contactZone })}`,
};

const time = String.raw`(\d{1,2})(?:[:.](\d{2}))?`;
const window = new RegExp(`^${time}\\s*[-–—]\\s*${time}$`);

/** `8-13, 14.30–21` as windows; null when it is not understood. Which times there are is for the schema to say. */
export function readWindows(text: string): { from: string; until: string }[] | null {
  const parts = text
    .split(/[,;+/]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const windows = parts.map((part) => {
    const [, from, fromMinute, until, untilMinute] = window.exec(part) ?? [];
    return from && until ? { from: clock(from, fromMinute), until: clock(until, untilMinute) } : null;
  });
  return windows.includes(null) ? null : (windows as { from: string; until: string }[]);
}

function clock(hour: string, minute = "00"): string {
  return `${hour.padStart(2, "0")}:${minute}`;
}

/** `24/12/2026 Vigilia` or `12-24` as the setting has it; null when it is not understood. */
export function readHoliday(line: string): Holiday | null {
  const [, day, month, year, rest] = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?\b\s*(.*)$/.exec(line) ?? [];
  const [, iso, name] = /^((?:\d{4}-)?\d{2}-\d{2})\b\s*(.*)$/.exec(line) ?? [];
  if (iso) return { date: iso, ...(name && { name }) };
  if (!day || !month) return null;
  const date = `${year ? `${year}-` : ""}${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return { date, ...(rest && { name: rest }) };
}

function holidayText({ date, name }: Holiday): string {
  return [date.split("-").toReversed().join("/"), name].filter(Boolean).join(" ");
}
