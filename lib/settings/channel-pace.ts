import * as z from "zod/mini";
import { wholeNumber } from "../base/parts.ts";
import { hoursSetting, weekdays } from "./hours-setting.ts";

const interval = wholeNumber(0, 86_400_000);
const limit = wholeNumber(0, 1_000_000);
const dayPace = z.strictObject({
  minIntervalMs: z.optional(interval),
  jitterMs: z.optional(wholeNumber(0, 3_600_000)),
  dailyLimit: z.optional(limit),
});

/** How fast one channel sends, and when. */
export const channelPace = z.strictObject({
  minIntervalMs: interval,
  jitterMs: wholeNumber(0, 3_600_000),
  /** Sends in a moving 24 hours; 0 is none. */
  dailyLimit: limit,
  warmUpDays: wholeNumber(0, 365),
  /** What is other on a weekday. */
  weekdayPace: z.partialRecord(z.enum(weekdays), dayPace),
  /** Its own sending hours; null: the workspace's. */
  hours: z.nullable(hoursSetting.shape.weekdays),
});

export type ChannelPace = z.infer<typeof channelPace>;
