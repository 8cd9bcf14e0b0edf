import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { emptyReport, type ReplayReport, replayOutcomes, triedIn } from "../../inbox/replay-report.ts";
import type { Html } from "../shell/format.ts";
import { eventTexts } from "./event-texts.ts";
import { eventReason } from "./events-reason.ts";

const cookieName = "aftercall-replay";
const scope = { path: "/monitor/events", httpOnly: true, sameSite: "Lax" } as const;
/** Different reasons that are told: what fails together mostly fails alike. */
const reasonsTold = 5;

/** Back to the page, which then says once what came of it; `nothing_selected` when no row was ticked. */
export function leaveWithReport(
  c: Context,
  path: string,
  report: ReplayReport | "nothing_selected",
): Response {
  setCookie(c, cookieName, report === "nothing_selected" ? report : asText(report), { ...scope, maxAge: 60 });
  return c.redirect(path, 303);
}

/** What was just done, in words, or null. */
export function takeReport(c: Context, language: Language): Html | null {
  const text = getCookie(c, cookieName);
  if (text === undefined) return null;
  deleteCookie(c, cookieName, scope);
  const t = eventTexts[language];
  if (text === "nothing_selected") return noticeView(t.nothingSelected);
  const report = readText(text);
  const tried = triedIn(report);
  const left = report.left > 0 && t.left(report.left);
  if (tried === 0) return noticeView(left || t.nothingToRetry);
  const outcomes = replayOutcomes.filter((outcome) => report.counts[outcome] > 0);
  const sums = outcomes.map((outcome) => t.outcomes[outcome](report.counts[outcome])).join(", ");
  const reasons = Object.entries(report.reasons);
  return noticeView(html`${t.done(tried)} ${sums}. ${left}
    ${reasons.length > 0 && html`${t.why}<ul>${reasons.map(([reason, n]) => html`<li>${n} × ${reasonText(reason)}</li>`)}</ul>`}`);

  function reasonText(reason: string): string | null {
    const state = Object.hasOwn(t.rejections, reason) ? "rejected" : "retrying";
    return eventReason(t, { state, reason });
  }
}

/** One notice on the pages of events. */
export function noticeView(said: Html | string): Html {
  return html`<div class="notice" role="status" tabindex="-1">${said}</div>`;
}

function asText({ counts, left, reasons }: ReplayReport): string {
  const told = Object.entries(reasons)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, reasonsTold);
  return JSON.stringify({ counts, left, reasons: Object.fromEntries(told) });
}

/** A cookie is the browser's: whatever it holds, only numbers and short codes come out of it. */
function readText(text: string): ReplayReport {
  const report = emptyReport();
  try {
    const given = JSON.parse(text) as Partial<ReplayReport> | null;
    for (const outcome of replayOutcomes) report.counts[outcome] = wholeNumber(given?.counts?.[outcome]);
    report.left = wholeNumber(given?.left);
    report.reasons = Object.fromEntries(
      Object.entries(given?.reasons ?? {})
        .filter(([reason]) => /^\w{1,40}$/.test(reason))
        .slice(0, reasonsTold)
        .map(([reason, n]) => [reason, wholeNumber(n)]),
    );
  } catch {
    // Not ours: it says nothing.
  }
  return report;
}

function wholeNumber(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0;
}
