export interface CallBackChoice {
  name: "hour" | "today" | "tomorrow" | "monday";
  /** As work_conversation takes it: minutes from when it is pressed, or a time of the workspace's zone. */
  value: string;
}

/** Quick choices of when to call back: today's only before 14:30, Monday's unless that is tomorrow. */
export function callBackChoices(now: string, timeZone: string): CallBackChoice[] {
  // Swedish dates are ISO 8601.
  const [today, time] = new Date(now).toLocaleString("sv-SE", { timeZone }).split(" ") as [string, string];
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();
  const toMonday = (8 - weekday) % 7 || 7;
  const choices: (CallBackChoice | false)[] = [
    { name: "hour", value: "+60" },
    time < "14:30" && { name: "today", value: `${today}T15:00` },
    { name: "tomorrow", value: `${later(today, 1)}T09:00` },
    toMonday > 1 && { name: "monday", value: `${later(today, toMonday)}T09:00` },
  ];
  return choices.filter((choice) => choice !== false);
}

function later(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
