import * as z from "zod/mini";

/** An http(s) address, without the slashes at its end. */
export const webAddress: z.core.$ZodType<string> = z.pipe(
  z.url({ protocol: /^https?$/ }),
  z.transform((text: string) => text.replace(/\/+$/, "")),
);
