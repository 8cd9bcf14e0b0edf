import { fix, ok } from "../../lib/vendors/shared/finding.ts";
import type { Doctor } from "../../lib/vendors/vendor.ts";
import { createPretendProvider } from "./create-pretend-provider.ts";
import { signPretend } from "./verify.ts";

const body = JSON.stringify({ kind: "test" });

export const pretendDoctor: Doctor = {
  trials: ({ PRETEND_SECRET: secret }) => [
    {
      path: "/api/webhooks/pretend",
      variable: "PRETEND_SECRET",
      body,
      strange: { "x-pretend-signature": signPretend(body, "nobody's") },
      known: secret ? { "x-pretend-signature": signPretend(body, secret) } : null,
    },
  ],
  async check({ PRETEND_API_KEY: apiKey = "", PRETEND_API_URL: apiUrl = "" }, _url, outside) {
    const probe = await createPretendProvider({ apiUrl, apiKey, fetch: outside }).channelStatus();
    return [
      probe.kind === "status" && probe.status === "connected"
        ? ok("The Pretend number is live.")
        : fix("The Pretend number is not live.", "Switch it on at Pretend."),
    ];
  },
};
