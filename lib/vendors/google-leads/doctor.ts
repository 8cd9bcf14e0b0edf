import { skipped } from "../shared/finding.ts";
import type { Doctor } from "../vendor.ts";
import { keyHeader } from "./verify-google.ts";

/** A test without a lead in it: recorded as ignored. */
const body = JSON.stringify({ is_test: true, user_column_data: [] });

export const googleDoctor: Doctor = {
  trials: ({ GOOGLE_LEADS_KEY: key }) => [
    {
      path: "/api/webhooks/google",
      variable: "GOOGLE_LEADS_KEY",
      body,
      strange: { [keyHeader]: "nobody's" },
      known: key ? { [keyHeader]: key } : null,
    },
  ],
  check: async () => [
    skipped(
      "Google's lead forms: a form's webhook is seen at Google Ads only. Press “Send test data” there; the lead shows as a test.",
    ),
  ],
};
