import { skipped } from "../shared/finding.ts";
import type { Doctor } from "../vendor.ts";
import { tokenHeader } from "./verify-cunnekt.ts";

/** Of a type that there is not: recorded as ignored. */
const body = JSON.stringify({ type: "aftercall.test", data: {} });

export const cunnektDoctor: Doctor = {
  trials: ({ CUNNEKT_WEBHOOK_TOKEN: token }) => [
    {
      path: "/api/cunnekt-whatsapp",
      variable: "CUNNEKT_WEBHOOK_TOKEN",
      body,
      strange: { [tokenHeader]: "nobody's" },
      known: token ? { [tokenHeader]: token } : null,
    },
  ],
  check: async ({ CUNNEKT_API_KEY: apiKey }) =>
    apiKey
      ? [
          skipped(
            "The number at Cunnekt: it documents no call that tells how one is. Send yourself a message.",
          ),
        ]
      : [skipped("The number at Cunnekt: CUNNEKT_API_KEY is not set.")],
};
