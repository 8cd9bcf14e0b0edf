import { html } from "hono/html";
import type { ChannelPace } from "../../../settings/channel-pace.ts";
import { weekdays } from "../../../settings/hours-setting.ts";
import type { Html } from "../../shell/format.ts";
import { textField, tickField } from "../fields.ts";
import { readWindows } from "../hours-form.ts";
import { numberIn } from "../read-form.ts";
import type { Reader } from "../reader-of.ts";
import type { ChannelTexts } from "./texts.ts";

interface View {
  form: URLSearchParams;
  errors: ReadonlyMap<string, string>;
}

/** The pace as the inputs hold it. */
export function paceToForm({ weekdayPace, hours, ...pace }: ChannelPace): URLSearchParams {
  const form = new URLSearchParams({
    minInterval: seconds(pace.minIntervalMs),
    jitter: seconds(pace.jitterMs),
    dailyLimit: String(pace.dailyLimit),
    warmUpDays: String(pace.warmUpDays),
  });
  for (const day of weekdays) {
    const own = weekdayPace[day];
    if (own?.minIntervalMs !== undefined) form.set(`${day}-interval`, seconds(own.minIntervalMs));
    if (own?.dailyLimit !== undefined) form.set(`${day}-limit`, String(own.dailyLimit));
    form.set(`${day}-hours`, (hours?.[day] ?? []).map(({ from, until }) => `${from}-${until}`).join(", "));
  }
  if (hours) form.set("ownHours", "on");
  return form;
}

/** What was typed, for the schema to read; `jitter` of a weekday is kept as it was. */
export function paceFromForm(form: URLSearchParams, before: ChannelPace): unknown {
  const days = weekdays.flatMap((day) => {
    const own = {
      minIntervalMs: millisecondsIn(form, `${day}-interval`) ?? undefined,
      jitterMs: before.weekdayPace[day]?.jitterMs,
      dailyLimit: numberIn(form, `${day}-limit`) ?? undefined,
    };
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    return Object.keys(given).length > 0 ? [[day, given]] : [];
  });
  return {
    minIntervalMs: millisecondsIn(form, "minInterval"),
    jitterMs: millisecondsIn(form, "jitter"),
    dailyLimit: numberIn(form, "dailyLimit"),
    warmUpDays: numberIn(form, "warmUpDays"),
    weekdayPace: Object.fromEntries(days),
    hours: form.has("ownHours")
      ? Object.fromEntries(weekdays.map((day) => [day, readWindows(form.get(`${day}-hours`) ?? "")]))
      : null,
  };
}

/** Which input a path of the schema is about. */
export function paceInput([first, day, part]: PropertyKey[]): string {
  if (first === "hours") return `${String(day ?? "mon")}-hours`;
  if (first === "weekdayPace") return `${String(day)}-${part === "dailyLimit" ? "limit" : "interval"}`;
  return String(first).replace(/Ms$/, "");
}

export function paceFields({ t, member }: Reader, words: ChannelTexts, view: View): Html {
  const own = weekdays.some((day) => view.form.get(`${day}-interval`) || view.form.get(`${day}-limit`));
  return html`<div class="pair">${textField(view, { name: "minInterval", label: words.interval })}
${textField(view, { name: "jitter", label: words.jitter })}
${textField(view, { name: "dailyLimit", label: words.limit, hint: words.limitHelp })}
${textField(view, { name: "warmUpDays", label: words.warmUp, hint: words.warmUpHelp })}</div>
<details class="more" ${own && html`open`}><summary>${words.weekday}</summary>
<p class="quiet">${words.weekdayHelp}</p>
${weekdays.map(
  (day) => html`<div class="pair">
  ${textField(view, { name: `${day}-interval`, label: words.weekdayInterval(t.days.names[day]) })}
  ${textField(view, { name: `${day}-limit`, label: words.weekdayLimit(t.days.names[day]) })}</div>`,
)}</details>
${tickField(view, { name: "ownHours", label: words.ownHours, hint: words.ownHoursHelp })}
<details class="more" ${view.form.has("ownHours") && html`open`}><summary>${t.hours.week}</summary>
<p class="quiet">${t.hours.weekHelp} ${t.hours.zone(member.timeZone)}</p>
<div class="week">${weekdays.map((day) =>
    textField(view, { name: `${day}-hours`, label: t.days.names[day] }),
  )}</div></details>`;
}

/** `2,5` as milliseconds; null for nothing, the text itself for what is no number. */
function millisecondsIn(form: URLSearchParams, name: string): number | string | null {
  const text = form.get(name)?.trim() ?? "";
  if (text === "") return null;
  return /^\d{1,6}([.,]\d{1,3})?$/.test(text) ? Math.round(Number(text.replace(",", ".")) * 1000) : text;
}

function seconds(milliseconds: number): string {
  return String(milliseconds / 1000);
}
