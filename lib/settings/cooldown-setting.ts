import * as z from "zod/mini";
import { wholeNumber } from "../base/parts.ts";

/** Hours after an ask in which the same person is not asked again; 0 is none. Once the bill is in, nobody asks. */
export const cooldownSetting = z.strictObject({ hours: wholeNumber(0, 8760) });
