import { html } from "hono/html";
import { weekdays } from "../../settings/hours-setting.ts";
import type { Html } from "../shell/format.ts";
import { closedDays, closingDayLine, closingDayWords } from "./closing-day-words.ts";
import { daysInWords } from "./days-in-words.ts";
import { areaField, textField, tickField } from "./fields.ts";
import type { FormView } from "./form-view.ts";
import { type ClosingDay, readClosingDay } from "./read-closing-day.ts";
import { linesIn } from "./read-form.ts";
import type { SettingForm } from "./setting-form.ts";

export const hoursForm: SettingForm<"hours"> = {
  kind: "hours",
  least: "manager",
  summary: (t, { weekdays: week, holidays }) =>
    t.pages.hours.summary(daysInWords(t, week), closedDays(holidays)),
  toForm(value) {
    const form = new URLSearchParams();
    for (const day of weekdays) {
      form.set(day, value.weekdays[day].map(({ from, until }) => `${from}-${until}`).join(", "));
    }
    form.set("holidays", value.holidays.map(closingDayLine).join("\n"));
    if (value.italianHolidays) form.set("italianHolidays", "on");
    if (value.useContactTimeZone) form.set("useContactTimeZone", "on");
    return form;
  },
  fromForm: (form) => ({
    weekdays: Object.fromEntries(weekdays.map((day) => [day, readWindows(form.get(day) ?? "")])),
    holidays: linesIn(form, "holidays").map(readClosingDay),
    italianHolidays: form.has("italianHolidays"),
    useContactTimeZone: form.has("useContactTimeZone"),
  }),
  misread(form, t) {
    const errors = new Map<string, string>();
    for (const day of weekdays) {
      if (readWindows(form.get(day) ?? "") === null) errors.set(day, t.hours.badWindow);
    }
    const wrong = linesIn(form, "holidays").flatMap((line) => {
      const read = readClosingDay(line);
      if (read === "no_day") return t.hours.noDay(line);
      if (read === "reversed") return t.hours.reversed(line);
      return read === null ? t.hours.badDay(line) : [];
    });
    if (wrong.length > 0) errors.set("holidays", wrong.join(" "));
    return errors;
  },
  inputOf: ([first, second]) => (first === "weekdays" ? String(second ?? "mon") : String(first)),
  fields: (view) => html`<fieldset><legend>${view.t.hours.week}</legend>
  <p class="quiet">${view.t.hours.weekHelp} ${view.t.hours.zone(view.timeZone)}</p>
  <div class="week">${weekdays.map((day) => textField(view, { name: day, label: view.t.days.names[day] }))}</div></fieldset>
${areaField(view, { name: "holidays", label: view.t.hours.holidays, hint: view.t.hours.holidaysHelp, rows: 5 })}
${understood(view)}
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

/** What is read in the lines as they stand: nobody need guess how `08-12` is meant. */
function understood({ t, language, form }: FormView): Html | null {
  const closings = linesIn(form, "holidays")
    .map(readClosingDay)
    .filter((read): read is ClosingDay => typeof read === "object" && read !== null);
  if (closings.length === 0) return null;
  return html`<p class="quiet">${t.hours.understood}</p>
<ul class="quiet" id="holidays-understood">${closings.map(
    (closing) => html`<li>${closingDayWords(language, t, closing)}</li>`,
  )}</ul>`;
}
