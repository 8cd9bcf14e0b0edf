import type { Language } from "../../base/language.ts";
import { dayWords } from "../shell/day-words.ts";
import type { Format } from "../shell/format.ts";
import { withQuery } from "../shell/with-query.ts";
import type { Period, Span } from "./period.ts";
import type { Insights } from "./read-insights.ts";
import type { InsightsTexts } from "./texts.ts";

/** What every part of the page is drawn from. */
export interface InsightsView {
  language: Language;
  t: InsightsTexts;
  format: Format;
  /** Of the workspace. */
  today: string;
  period: Period;
  agent: string | null;
  isCompared: boolean;
  data: Insights;
}

/** The same page with something else asked for. */
export function insightsPath(
  { period, agent, isCompared }: Pick<InsightsView, "period" | "agent" | "isCompared">,
  over: Record<string, string | null> = {},
  path = "/monitor/insights",
): string {
  const span = period.preset ? { period: period.preset } : { from: period.from, to: period.to };
  return withQuery(path, { ...span, agent, compare: isCompared ? null : "none", ...over });
}

/** `ven 27 nov`, or `lun 2 nov – lun 30 nov`. */
export function spanWords({ language, today }: Pick<InsightsView, "language" | "today">, span: Span): string {
  const day = (date: string) => dayWords(language, date, { today });
  return span.from === span.to ? day(span.from) : `${day(span.from)} – ${day(span.to)}`;
}

/** `12 in più`, `3 in meno`, `come prima`. */
export function differenceWords({ t }: Pick<InsightsView, "t">, now: number, before: number): string {
  if (now === before) return t.same;
  return now > before ? t.more(now - before) : t.less(before - now);
}

/** A share as people say it, `41%`; `–` of nothing. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((100 * part) / whole)}%`;
}

/** `35 min`, `2 h 10 min`, `3 g`: no finer than what is compared. */
export function roughly({ t }: Pick<InsightsView, "t">, seconds: number | null): string {
  if (seconds === null) return "–";
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return t.underAMinute;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) {
    const rest = minutes % 60;
    return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
  }
  return t.days(Math.round(minutes / (24 * 60)));
}
