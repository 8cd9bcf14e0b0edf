import { signMeta } from "../../shared/graph/verify-meta.ts";
import type { Doctor } from "../../vendor.ts";
import { checkMeta } from "./check-meta.ts";

/** A field that Meta does not have: recorded as ignored. */
const body = JSON.stringify({
  object: "whatsapp_business_account",
  entry: [{ id: "0", changes: [{ field: "aftercall_doctor", value: {} }] }],
});

export const metaDoctor: Doctor = {
  trials({ META_WHATSAPP_APP_SECRET: secret }) {
    const signed = (by: string) => ({ "x-hub-signature-256": signMeta(body, by) });
    return [
      {
        path: "/api/whatsapp/webhooks/meta",
        variable: "META_WHATSAPP_APP_SECRET",
        body,
        strange: signed("nobody's app secret"),
        known: secret ? signed(secret) : null,
      },
    ];
  },
  check: checkMeta,
};
