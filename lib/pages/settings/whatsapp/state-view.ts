import { html } from "hono/html";
import { wordFor } from "../../../base/language.ts";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import type { ReviewedText, ReviewingChannel, Shelf } from "./read-shelf.ts";
import { type ReviewTexts, reviewTexts } from "./texts.ts";

interface Standing {
  /** In `meaning`. */
  code: string;
  word: string;
  /** Of the chip. */
  kind: "good" | "bad" | "warn" | "read" | "plain";
}

const kinds: Record<string, Standing["kind"]> = {
  pending: "read",
  in_appeal: "read",
  approved: "good",
  rejected: "bad",
  disabled: "bad",
  paused: "warn",
};

/** How it stands, in one word: what is under way before what was, and what no longer leaves before what once was approved. */
export function standingOf(t: ReviewTexts, one: ReviewedText | undefined): Standing {
  if (!one) return { code: "never", word: t.never, kind: "plain" };
  if (one.errand) {
    return { code: "errand", word: one.errand === "remove" ? t.beingRemoved : t.onItsWay, kind: "read" };
  }
  if (one.state === "approved" && one.drifted) return { code: "drifted", word: t.changed, kind: "warn" };
  if (one.state === "approved" && one.current === false) {
    return { code: "changed", word: t.changed, kind: "warn" };
  }
  if (one.state === "draft" && one.errandCode) return { code: "draft", word: t.notTaken, kind: "bad" };
  if (one.state === "draft") return { code: "never", word: t.states.draft!, kind: "plain" };
  return { code: one.state, word: t.states[one.state] ?? one.state, kind: kinds[one.state] ?? "plain" };
}

/** Its chip on each number that needs it. */
export function stateChips({ language }: Reader, { channels, states }: Shelf, key: string): Html {
  const t = reviewTexts[language];
  return html`<ul class="reviews">${channels.map((channel) => {
    const one = states.find((state) => state.key === key && state.channel === channel.id);
    const { word, kind } = standingOf(t, one);
    return html`<li>${channel.name} <span class="chip ${kind}">${word}</span></li>`;
  })}</ul>`;
}

/** All that is known of a text on one number, and what to do about it. */
export function stateView({ language, format }: Reader, channel: ReviewingChannel, one?: ReviewedText): Html {
  const t = reviewTexts[language];
  const { code, word, kind } = standingOf(t, one);
  return html`<section class="review" aria-labelledby="on-${channel.id}"><h2 id="on-${channel.id}">${channel.name} <span class="chip ${kind}">${word}</span></h2>
<p>${t.meaning[code]}</p>
${one && why(one)}
${one && facts(one)}
${!channel.byHand && listed()}</section>`;

  function listed(): Html {
    return html`<p class="quiet">${channel.lastList?.endedAt ? html`${t.lastRead} ${format.time(channel.lastList.endedAt)}.` : t.neverRead}
${channel.lastList?.reason}</p>`;
  }

  function why({ state, reasonCode, reason, recommendation, errandCode, errandReason }: ReviewedText): Html {
    const stopped = ["rejected", "paused", "disabled"].includes(state);
    return html`${errandCode && html`<p class="wrong">${wordFor(t.refusals, errandCode) ?? t.unanswered}</p>`}
${errandCode && errandReason && html`<p class="quiet">${t.theirWords} «${errandReason}»</p>`}
${stopped && reasonCode && html`<p class="wrong">${wordFor(t.reasons, reasonCode) ?? t.otherReason(reasonCode)}</p>`}
${stopped && reason && html`<p class="quiet">${t.theirWords} «${reason}»</p>`}
${stopped && recommendation && html`<p class="quiet">${t.advice} «${recommendation}»</p>`}`;
  }

  function facts({
    category,
    categoryAsked,
    becomes,
    becomesAt,
    quality,
    name,
    submittedAt,
  }: ReviewedText): Html {
    const named = (value: string | null) => wordFor(t.categories, value) ?? value ?? "";
    const rows: [string, Html | string][] = [];
    if (category ?? categoryAsked) {
      const asked = category && categoryAsked && category !== categoryAsked;
      rows.push([
        t.category,
        `${named(category ?? categoryAsked)}${asked ? ` (${t.asked(named(categoryAsked))})` : ""}`,
      ]);
    }
    if (quality) rows.push([t.quality, t.qualities[quality] ?? quality]);
    if (name) rows.push([t.vendorName, html`<code>${name}</code>`]);
    if (submittedAt) rows.push([t.sent, format.time(submittedAt)]);
    return html`${becomes && html`<p class="wrong">${t.becomes(named(becomes))}${becomesAt && html`, ${format.time(becomesAt)}`}.</p>`}
<dl class="review-facts">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
  }
}
