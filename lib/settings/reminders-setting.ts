import * as z from "zod/mini";
import { id, wholeNumber } from "../base/parts.ts";

/** Up to two more asks, each so many days after the one before it, as long as no answer came. */
export const remindersSetting = z
  .strictObject({
    enabled: z.boolean(),
    steps: z.array(z.strictObject({ afterDays: wholeNumber(1, 60), template: id })).check(z.maxLength(2)),
  })
  .check(
    z.refine(({ enabled, steps }) => !enabled || steps.length > 0, {
      message: "Reminders that are on need at least one step.",
      path: ["steps"],
    }),
  );
