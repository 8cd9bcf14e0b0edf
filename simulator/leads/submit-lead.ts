import { createHmac, randomBytes } from "node:crypto";
import { graphId } from "../graph/account.ts";
import type { Simulation } from "../simulation.ts";
import { keepRecent } from "../world/keep-recent.ts";
import type { WebhookPost } from "../world/wire-entry.ts";
import { FORM, type PretendLead } from "./pretend-lead.ts";

export const META_LEADS_PATH = "/api/webhooks/meta";
export const GOOGLE_LEADS_PATH = "/api/webhooks/google";
/** Pages' webhooks are repeated for 36 hours, ever more rarely (docs, webhooks); Google's a few times. */
const RETRIES_MS = [2000, 10_000, 60_000, 600_000];

/** Somebody sends the form off: it is kept, and told to the product. Null: its vendor is not here. */
export async function submitLead(
  sim: Simulation,
  filled: Omit<PretendLead, "id" | "createdAt">,
): Promise<{ lead: PretendLead; tell: () => Promise<WebhookPost> } | null> {
  if (filled.vendor === "meta" ? !sim.settings.meta : !sim.settings.googleLeadsKey) return null;
  const id = filled.vendor === "meta" ? graphId() : `TeSter-${randomBytes(30).toString("base64url")}`;
  const lead = { ...filled, id, createdAt: sim.world.now() };
  sim.world.leads.push(lead);
  keepRecent(sim.world.leads);
  sim.world.touch();
  return { lead, tell: () => (lead.vendor === "meta" ? tellMeta(sim, lead) : tellGoogle(sim, lead)) };
}

/** Meta says only that there is one; ids are strings here, and its time is in seconds (docs, lead ads webhooks). */
function tellMeta(sim: Simulation, lead: PretendLead): Promise<WebhookPost> {
  const time = Math.floor(lead.createdAt / 1000);
  const ad = lead.organic ? {} : { ad_id: "120000000000000001", adgroup_id: "120000000000000002" };
  const value = { leadgen_id: lead.id, page_id: FORM.page, form_id: FORM.meta, created_time: time, ...ad };
  return sim.poster.post({
    source: "meta",
    event: "leadgen",
    path: META_LEADS_PATH,
    body: { object: "page", entry: [{ id: FORM.page, time, changes: [{ field: "leadgen", value }] }] },
    retriesMs: RETRIES_MS,
    headers: (raw) => ({
      "user-agent": "facebookexternalua",
      "x-hub-signature-256": `sha256=${createHmac("sha256", sim.settings.meta!.appSecret).update(raw).digest("hex")}`,
    }),
  });
}

/** Google tells all of it; the key in the body is the only proof (docs, lead form webhook). Its ids are JSON numbers. */
function tellGoogle(sim: Simulation, lead: PretendLead): Promise<WebhookPost> {
  const column = (id: string, name: string, value: string) => ({
    column_id: id,
    column_name: name,
    string_value: value,
  });
  return sim.poster.post({
    source: "google",
    event: "lead",
    path: GOOGLE_LEADS_PATH,
    body: {
      lead_id: lead.id,
      user_column_data: [
        column("FULL_NAME", "Full name", lead.name),
        column("PHONE_NUMBER", "User Phone", lead.phone),
        column("EMAIL", "User Email", lead.email),
        column(FORM.question, "", lead.answer),
      ].filter(({ string_value }) => string_value !== ""),
      api_version: "1.0",
      form_id: Number(FORM.google),
      ...(!lead.organic && { campaign_id: 21_000_000_001, adgroup_id: 150_000_000_001 }),
      google_key: sim.settings.googleLeadsKey,
      is_test: lead.test,
      ...(!lead.organic && { gcl_id: `Cj0${randomBytes(12).toString("base64url")}` }),
      lead_submit_time: new Date(lead.createdAt).toISOString(),
    },
    retriesMs: RETRIES_MS,
    headers: () => ({ "user-agent": "Google-Ads-Notifications" }),
  });
}
