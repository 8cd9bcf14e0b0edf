import { createHmac } from "node:crypto";
import { endedCall } from "../../test/support/calls.ts";

export const secrets = {
  CLOUDTALK_WEBHOOK_SECRET: "cloudtalk-webhook-secret-of-the-benchmark",
  WHATSAPP_WEBHOOK_SECRET: "whatsapp-webhook-secret-of-the-benchmark",
  WHATSAPP_API_TOKEN: "session-api-key-of-the-benchmark",
  META_LEADS_APP_SECRET: "app-secret-of-the-benchmark",
  META_LEADS_VERIFY_TOKEN: "verify-token-of-the-benchmark",
  META_PAGE_ACCESS_TOKEN: "page-token-of-the-benchmark",
  GOOGLE_LEADS_KEY: "google-key-of-the-benchmark",
};

/** Every person fills in two forms: the n-th submission is of person n / 2. */
const personOf = (n: number) => Math.floor(n / 2);
export const phoneOf = (n: number) => `+39347${String(personOf(n)).padStart(7, "0")}`;

/** Google tells all of a submission. */
export const googleLead = (n: number): Request =>
  post(
    "/api/webhooks/google",
    {},
    {
      lead_id: `bench-${n}`,
      user_column_data: [
        { column_id: "FULL_NAME", string_value: `Anna Bianchi ${personOf(n)}` },
        { column_id: "PHONE_NUMBER", string_value: phoneOf(n) },
        { column_id: "EMAIL", string_value: `anna${personOf(n)}@example.com` },
        { column_id: "Quanto spendi al mese?", string_value: "300" },
      ],
      api_version: "1.0",
      form_id: 800000000000008,
      campaign_id: 21000000001,
      google_key: secrets.GOOGLE_LEADS_KEY,
      is_test: false,
    },
  );

/** Meta says that there is one. */
export function metaNotice(n: number): Request {
  const value = {
    leadgen_id: `9${String(n).padStart(14, "0")}`,
    page_id: "4",
    form_id: "7",
    created_time: 1_790_000_000,
  };
  const body = {
    object: "page",
    entry: [{ id: "4", time: 1_790_000_000, changes: [{ field: "leadgen", value }] }],
  };
  const proof = createHmac("sha256", secrets.META_LEADS_APP_SECRET)
    .update(JSON.stringify(body))
    .digest("hex");
  return post("/api/webhooks/meta", { "x-hub-signature-256": `sha256=${proof}` }, body);
}

/** What a lead is held against. */
export const call = (n: number): Request =>
  post("/webhook/cloudtalk", { "x-webhook-secret": secrets.CLOUDTALK_WEBHOOK_SECRET }, endedCall(n));

function post(path: string, headers: Record<string, string>, body: object): Request {
  return new Request(`http://aftercall.bench${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "benchmark", ...headers },
    body: JSON.stringify(body),
  });
}
