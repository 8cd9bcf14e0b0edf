import { html, raw } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { View } from "./view.ts";

const [slot, bar, height] = [20, 8, 60];

/** Messages sent and customers who answered, day by day, today last. */
export function daysChart({ t, format, snapshot }: View): Html {
  const { days } = snapshot;
  const most = Math.max(1, ...days.flatMap(({ sent, answered }) => [sent, answered]));
  const total = (key: "sent" | "answered") => days.reduce((sum, day) => sum + day[key], 0);
  const rect = (kind: string, x: number, count: number) => {
    if (count === 0) return "";
    const tall = Math.max(2, Math.round((count / most) * (height - 2)));
    return `<rect class="${kind}" x="${x}" y="${height - tall}" width="${bar}" height="${tall}"/>`;
  };
  const words = t.chart;
  return html`<figure class="days">
  <figcaption>${words.title} <span class="key sent">${words.sent(total("sent"))}</span>
    <span class="key answered">${words.answered(total("answered"))}</span></figcaption>
  <svg viewBox="0 0 ${days.length * slot} ${height}" preserveAspectRatio="none" role="img"
    aria-label="${words.title}: ${words.sent(total("sent"))}, ${words.answered(total("answered"))}">
    ${days.map(
      ({ day, sent, answered }, i) =>
        html`<g><title>${format.day(day)}: ${words.sent(sent)}, ${words.answered(answered)}</title><rect class="day" x="${i * slot}" width="${slot}" height="${height}"/>${raw(rect("sent", i * slot + 1, sent))}${raw(rect("answered", i * slot + 1 + bar, answered))}</g>`,
    )}
  </svg>
  <p class="ends" aria-hidden="true"><span>${format.day(days[0]?.day ?? snapshot.now)}</span><span>${words.today}</span></p>
</figure>`;
}
