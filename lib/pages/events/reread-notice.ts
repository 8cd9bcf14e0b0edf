import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Language } from "../../base/language.ts";
import { emptyReread, type RereadReport, rereadIn, rereadOutcomes } from "../../inbox/reread-report.ts";
import { rereadTexts } from "./reread-texts.ts";

const cookieName = "aftercall-reread";
const scope = { path: "/monitor", httpOnly: true, sameSite: "Lax" } as const;

/** Back to the page, which then says once what came of reading again. */
export function leaveWithReread(c: Context, path: string, report: RereadReport): Response {
  setCookie(c, cookieName, JSON.stringify(report), { ...scope, maxAge: 60 });
  return c.redirect(path, 303);
}

/** What came of it, in words, and the call to look at; null when nothing was read again. */
export function takeReread(c: Context, language: Language): { said: string; call: number | null } | null {
  const text = getCookie(c, cookieName);
  if (text === undefined) return null;
  deleteCookie(c, cookieName, scope);
  const t = rereadTexts[language];
  const report = readText(text);
  const { counts, asked, left, call } = report;
  const sums = rereadOutcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => t.outcomes[outcome](counts[outcome]));
  const parts = [
    rereadIn(report) === 0 ? left === 0 && t.nothing : `${t.done} ${sums.join(", ")}.`,
    asked > 0 && t.asked(asked),
    left > 0 && t.left(left),
  ];
  return { said: parts.filter(Boolean).join(" "), call: call || null };
}

/** A cookie is the browser's: whatever it holds, only numbers come out of it. */
function readText(text: string): RereadReport {
  const report = emptyReread();
  try {
    const given = JSON.parse(text) as Partial<RereadReport> | null;
    for (const outcome of rereadOutcomes) report.counts[outcome] = wholeNumber(given?.counts?.[outcome]);
    report.asked = wholeNumber(given?.asked);
    report.left = wholeNumber(given?.left);
    report.call = wholeNumber(given?.call);
  } catch {
    // Not ours: it says nothing.
  }
  return report;
}

function wholeNumber(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0;
}
