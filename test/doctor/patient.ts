import { vendors } from "../../lib/vendors/vendors.ts";
import { type Patient, runDoctor } from "../../scripts/doctor/run-doctor.ts";
import { fetchThrough } from "../../scripts/platform/create-supabase-app.ts";
import { type Product, secrets } from "../support/product.ts";
import { wasenderDoubleUrl } from "../support/wasender-double.ts";

export const deployment = "https://aftercall.test";

/** A deployment with nothing to mend: its environment, its doors, its Supabase. Tests spoil one thing of it. */
export function healthyPatient(product: Product): Required<Patient> & { env: Record<string, string> } {
  const { url, publishableKey, secretKey, fetch } = product.db.supabase;
  return {
    env: {
      SUPABASE_URL: url.replace("http:", "https:"),
      SUPABASE_PUBLISHABLE_KEY: publishableKey,
      SUPABASE_SECRET_KEY: secretKey,
      WHATSAPP_API_URL: wasenderDoubleUrl,
      WHATSAPP_API_TOKEN: secrets.whatsappToken,
      WHATSAPP_WEBHOOK_SECRET: secrets.whatsappWebhook,
      CLOUDTALK_WEBHOOK_SECRET: secrets.cloudtalkWebhook,
      CLOUDTALK_SIGNING_SECRET: secrets.cloudtalkSigning,
      CRON_SECRET: secrets.cron,
    },
    url: deployment,
    fetchSupabase: fetch,
    fetchDoors: fetchThrough({ fetch: (request) => throughVercel(product, request) }),
    fetchVendors: globalThis.fetch,
    vendors,
  };
}

/** The rewrites of vercel.json, and the one header of its own that matters here. */
async function throughVercel({ doors }: Product, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const door = pathname.startsWith("/monitor")
    ? doors.monitor
    : pathname === "/api/clock"
      ? doors.clock
      : /webhook/.test(pathname)
        ? doors.webhook
        : doors.rest;
  const response = await door.fetch(request);
  response.headers.set("strict-transport-security", "max-age=63072000");
  return response;
}

/** The report as lines such as `✗ text → what to do`. */
export async function examine(patient: Patient): Promise<string[]> {
  const sections = await runDoctor(patient);
  const marks = { ok: "✓", fix: "✗", skipped: "–" };
  return sections.flatMap(({ findings }) =>
    findings.map(({ state, text, todo }) => `${marks[state]} ${text}${todo ? ` → ${todo}` : ""}`),
  );
}

export const toDo = async (patient: Patient) =>
  (await examine(patient)).filter((line) => line.startsWith("✗"));
