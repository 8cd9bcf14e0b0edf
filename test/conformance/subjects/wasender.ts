import { createWasenderProvider } from "../../../lib/vendors/wasender/create-wasender-provider.ts";
import { wasender } from "../../../lib/vendors/wasender/vendor.ts";
import { inbound } from "../../support/calls.ts";
import { secrets } from "../../support/product.ts";
import type { Subject } from "../subject.ts";

export const wasenderSubject: Subject = {
  vendor: wasender,
  env: {
    WHATSAPP_API_TOKEN: secrets.whatsappToken,
    WHATSAPP_WEBHOOK_SECRET: secrets.whatsappWebhook,
    WASENDER_PERSONAL_TOKEN: "personal-token-of-the-tests",
    WASENDER_SESSION_ID: "12345",
  },
  events: {
    table: "whatsapp_messages",
    delivery: (n) => inbound(n, "Buongiorno", { id: `WA-${n}` }) as Record<string, unknown>,
    genuine: () => ({ "x-webhook-signature": secrets.whatsappWebhook }),
    wrong: () => ({ "x-webhook-signature": "another" }),
  },
  numbers: {
    apiKey: "key-0123456789abcdef",
    create: createWasenderProvider,
    answers: [
      [
        "taken",
        { status: 200, body: { success: true, data: { msgId: 58000001 } } },
        { kind: "accepted", providerMessageId: "58000001" },
      ],
      [
        "slow down",
        { status: 429, body: { success: false }, headers: { "retry-after": "5" } },
        { kind: "not_sent", code: "rate_limited", pause: null },
      ],
      [
        "a wrong key",
        { status: 401, body: { success: false, message: "Invalid API key" } },
        { kind: "not_sent", code: "bad_key", pause: "bad_key" },
      ],
      [
        "refused",
        { status: 422, body: { success: false, message: "Validation failed" } },
        { kind: "failed", code: "refused" },
      ],
      [
        "broken",
        { status: 502, body: "<html>Bad gateway</html>" },
        { kind: "uncertain", code: "server_error" },
      ],
    ],
  },
};
