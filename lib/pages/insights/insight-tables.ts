import { wordFor } from "../../base/language.ts";
import type { Cell } from "../../base/table-cell.ts";
import { templateName } from "../calls/call-row.ts";
import { addDays, dayWords } from "../shell/day-words.ts";
import { texts } from "../shell/texts.ts";
import { type InsightsView, percent } from "./insights-view.ts";
import type { DayCounts, Funnel } from "./read-insights.ts";

export const parts = ["funnel", "days", "agents", "hours", "number", "texts"] as const;
export type Part = (typeof parts)[number];

export interface InsightTable {
  header: string[];
  rows: Cell[][];
}

export const steps = ["called", "asked", "delivered", "read", "answered", "bill"] as const;

/** The table behind each part, as it is shown and handed out. */
export const insightTables: Record<Part, (view: InsightsView) => InsightTable> = {
  funnel: ({ t, data: { funnel, before } }) => ({
    header: [t.step, t.people, t.ofBefore, ...(before ? [t.periodBefore] : [])],
    rows: steps.map((step, n) => [
      t.steps[step],
      funnel[step],
      n === 0 ? "" : percent(funnel[step], funnel[steps[n - 1]!]),
      ...(before ? [before.funnel[step]] : []),
    ]),
  }),
  days: (view) => ({
    header: [
      view.t.day,
      view.t.steps.asked,
      view.t.became.bill,
      view.t.became.answered,
      view.t.became.waiting,
      view.t.became.refused,
    ],
    rows: everyDay(view).map(({ day, bill, answered, waiting, refused }) => [
      dayWords(view.language, day, { today: view.today }),
      bill + answered + waiting + refused,
      bill,
      answered,
      waiting,
      refused,
    ]),
  }),
  agents: ({ t, data }) => ({
    header: [
      t.agent,
      t.calls,
      t.steps.asked,
      t.steps.answered,
      t.answeredShare,
      t.steps.bill,
      t.medianMinutes,
      t.waitingNow,
    ],
    rows: data.agents.map(({ agent, calls, asked, answered, bill, medianSeconds, waiting }) => [
      agent ?? t.noAgent,
      calls,
      asked,
      answered,
      percent(answered, asked),
      bill,
      medianSeconds === null ? null : Math.round(medianSeconds / 60),
      waiting,
    ]),
  }),
  hours: ({ t, data }) => ({
    header: [t.hour, ...t.weekdays],
    rows: hoursShown(data.hours).map((hour) => [
      `${String(hour).padStart(2, "0")}:00`,
      ...t.weekdays.map(
        (_, n) => data.hours.find((cell) => cell.weekday === n + 1 && cell.hour === hour)?.people ?? 0,
      ),
    ]),
  }),
  texts: ({ t, language, data }) => ({
    header: [t.text, t.version, t.sent, t.steps.answered, t.answeredShare, t.steps.bill, t.stops],
    rows: data.texts.map(({ key, version, sent, answered, bill, stopped }) => [
      key === null ? t.removedText : templateName(language, key),
      version ?? t.unknownVersion,
      sent,
      answered,
      percent(answered, sent),
      bill,
      stopped,
    ]),
  }),
  number: ({ t, language, data: { number } }) => ({
    header: [t.what, t.count],
    rows: [
      ...number.channels.flatMap(({ name, sent, mostInADay, dailyLimit }) => [
        [t.sentBy(name), sent],
        [dailyLimit > 0 ? t.mostInADay(name, dailyLimit) : t.mostInADayFree(name), mostInADay],
      ]),
      [t.stopsAsked, number.stops],
      ...number.failures.map(({ code, count }) => [
        wordFor(texts[language].reasonCodes, code) ?? wordFor(texts[language].callCodes, code) ?? code,
        count,
      ]),
    ],
  }),
};

/** Each day of the period, also those with nothing. */
export function everyDay({ period, data }: Pick<InsightsView, "period" | "data">): DayCounts[] {
  const days: DayCounts[] = [];
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) {
    days.push(
      data.days.find((counts) => counts.day === day) ?? { day, bill: 0, answered: 0, waiting: 0, refused: 0 },
    );
  }
  return days;
}

/** The working day, and what lies beyond it as far as somebody wrote. */
function hoursShown(hours: InsightsView["data"]["hours"]): number[] {
  const all = [8, 18, ...hours.map(({ hour }) => hour)];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

export type Step = (typeof steps)[number] & keyof Funnel;
