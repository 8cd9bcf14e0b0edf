import * as z from "zod/mini";
import { wholeNumber } from "../base/parts.ts";

/** Days that each kind is kept; null is for ever. Raw events hold whole payloads, so they always go. */
export const retentionSetting = z.strictObject({
  eventsDays: wholeNumber(1, 3650),
  messagesDays: z.nullable(wholeNumber(1, 3650)),
  mediaDays: z.nullable(wholeNumber(1, 3650)),
  /** What bodies said of a call, beside what decides. */
  callsDays: z._default(z.nullable(wholeNumber(1, 3650)), 365),
  /** What a form, a list or a program said of a person. */
  leadsDays: z._default(z.nullable(wholeNumber(1, 3650)), 730),
});
