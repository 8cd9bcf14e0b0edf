import { html } from "hono/html";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import type { ChannelStanding } from "./read-channels.ts";
import { channelTexts } from "./texts.ts";

/** How a number stands at its vendor, for its list of facts: only what the vendor told. */
export function standingFacts({ language, format }: Reader, at: ChannelStanding): Html {
  const words = channelTexts[language].standing;
  const since = (time: string | null) =>
    time && html` <span class="quiet">${words.since} ${format.time(time)}</span>`;
  const tones = { ok: "good", flagged: "warn", restricted: "bad", banned: "bad" } as const;
  return html`${at.number && html`<div><dt>${words.number}</dt><dd>${at.number}</dd></div>`}
${
  at.quality &&
  html`<div><dt>${words.quality}</dt><dd>${words.qualities[at.quality]}${since(at.qualityAt)}</dd></div>`
}
${
  at.limitAt &&
  html`<div><dt>${words.limit}</dt><dd>${at.limit === null ? words.noLimit : words.people(at.limit)}</dd></div>`
}
${
  at.standing &&
  html`<div><dt>${words.title}</dt><dd><span class="chip ${tones[at.standing]}">${words.standings[at.standing]}</span>${since(at.standingAt)}</dd></div>`
}`;
}

/** What to do about it, and the vendor's own words; nothing where all is well. */
export function standingNote({ language }: Reader, at: ChannelStanding): Html | null {
  const words = channelTexts[language].standing;
  if (!at.isAtRisk) return null;
  return html`<p class="note">${words.todo}${at.detail && html` ${words.said} <q lang="en">${at.detail}</q>`}</p>`;
}
