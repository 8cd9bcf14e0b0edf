import { type HoursSetting, weekdays } from "../../settings/hours-setting.ts";
import type { SettingsTexts } from "./texts.ts";

export type Days = (typeof weekdays)[number];
type Windows = HoursSetting["weekdays"][Days];

/** `lun–ven 08:00–21:00, sab 08:00–13:00, dom chiuso`. */
export function daysInWords({ days }: SettingsTexts, week: HoursSetting["weekdays"]): string {
  const runs: { first: Days; last: Days; text: string }[] = [];
  for (const day of weekdays) {
    const text = windowsInWords(week[day]) || days.closed;
    const run = runs.at(-1);
    if (run?.text === text) run.last = day;
    else runs.push({ first: day, last: day, text });
  }
  return runs
    .map(({ first, last, text }) => {
      const name = first === last ? days.short[first] : `${days.short[first]}${days.from}${days.short[last]}`;
      return `${name} ${text}`;
    })
    .join(", ");
}

export function windowsInWords(windows: Windows): string {
  return windows.map(({ from, until }) => `${from}–${until}`).join(" + ");
}
