import type { Doctor } from "../vendor.ts";
import { checkSession } from "./check-session.ts";

/** The event of Wasender's own test button. */
const body = JSON.stringify({ event: "webhook.test", data: { message: "aftercall doctor" } });

export const wasenderDoctor: Doctor = {
  trials({ WHATSAPP_WEBHOOK_SECRET: secret }) {
    return [
      {
        path: "/api/whatsapp-webhook",
        variable: "WHATSAPP_WEBHOOK_SECRET",
        body,
        strange: {},
        known: secret ? { "x-webhook-signature": secret } : null,
      },
    ];
  },
  check: checkSession,
};
