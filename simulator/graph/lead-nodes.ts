import { FORM, type PretendLead } from "../leads/pretend-lead.ts";
import type { Simulation } from "../simulation.ts";
import { APP_ID } from "./account.ts";
import { GraphError, noSuchObject } from "./graph-error.ts";
import { pick } from "./nodes.ts";

const usual = ["created_time", "field_data"];

/** As Graph writes times: with the zone's four digits. */
const graphTime = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "+0000");

/** `GET /{leadgen-id}`, where it is one (docs, retrieving leads). */
export function leadNode(sim: Simulation, id: string, fields: string | undefined): object | null {
  const lead = metaLeads(sim).find((one) => one.id === id);
  if (!lead) return null;
  if (lead.refused) throw noSuchObject("GET", id);
  return pick(leadFields(lead), fields, usual);
}

/** `GET /{form-id}` and `GET /{page-id}`, where it is one. */
export function formNode(id: string, fields: string | undefined): object | null {
  if (id === FORM.page) return pick({ id, name: FORM.pageName }, fields, ["name"]);
  if (id !== FORM.meta) return null;
  return pick(formFields(), fields, ["name", "locale", "status"]);
}

/** `GET /{form-id}/leads`: newest first, in pages; who lacks a permission sees none of them (docs, bulk read). */
export function listLeads(sim: Simulation, form: string, query: URLSearchParams): object {
  if (form !== FORM.meta) throw noSuchObject("GET", form);
  const leads = metaLeads(sim).toReversed();
  if (leads.some(({ refused }) => refused)) {
    throw new GraphError(200, "Requires leads_retrieval permission to manage the object", {
      status: 403,
    });
  }
  const since = sinceOf(query.get("filtering"));
  const wanted = leads.filter(({ createdAt }) => createdAt / 1000 > since);
  const from = Number(query.get("after") ?? 0);
  const size = Number(query.get("limit") ?? 25);
  const next = from + size < wanted.length ? { next: `after=${from + size}` } : {};
  return {
    data: wanted
      .slice(from, from + size)
      .map((lead) => pick(leadFields(lead), query.get("fields") ?? undefined, usual)),
    paging: { cursors: { before: String(from), after: String(from + size) }, ...next },
  };
}

/** `GET /{page-id}/leadgen_forms`. */
export function listForms(page: string, fields: string | undefined): object {
  if (page !== FORM.page) throw noSuchObject("GET", page);
  return { data: [pick(formFields(), fields, ["name", "locale", "status"])] };
}

/** `GET /{page-id}/subscribed_apps`: what the page tells our app. */
export const pageApps = () => ({
  data: [{ id: APP_ID, name: "Aftercall", subscribed_fields: ["leadgen"] }],
});

const metaLeads = ({ world }: Simulation) => world.leads.filter(({ vendor }) => vendor === "meta");

/** `[{"field":"time_created","operator":"GREATER_THAN","value":…}]`, in seconds. */
function sinceOf(filtering: string | null): number {
  const found = /"value"\s*:\s*"?(\d+)/.exec(filtering ?? "");
  return found ? Number(found[1]) : 0;
}

function formFields(): Record<string, unknown> {
  const question = (type: string, key: string, label: string) => ({ id: key, type, key, label });
  return {
    id: FORM.meta,
    name: FORM.name,
    locale: "it_IT",
    status: "ACTIVE",
    page: { id: FORM.page, name: FORM.pageName },
    page_id: FORM.page,
    questions: [
      question("FULL_NAME", "full_name", "Nome e cognome"),
      question("PHONE", "phone_number", "Telefono"),
      question("EMAIL", "email", "E-mail"),
      question("CUSTOM", FORM.slug, FORM.question),
    ],
    legal_content: { id: "1", custom_disclaimer: { title: "Privacy", checkboxes: [{ text: FORM.consent }] } },
  };
}

/** A test of Meta's own tool says so in its answers. */
function leadFields(lead: PretendLead): Record<string, unknown> {
  const said = (name: string, value: string) =>
    value === "" ? [] : [{ name, values: [lead.test ? `<test lead: dummy data for ${name}>` : value] }];
  const ad = lead.organic
    ? {}
    : {
        ad_id: "120000000000000001",
        ad_name: "Capannone al sole",
        adset_id: "120000000000000002",
        adset_name: "Agricoltori",
        campaign_id: "120000000000000003",
        campaign_name: FORM.campaign,
      };
  return {
    ad_id: undefined,
    ad_name: undefined,
    adset_id: undefined,
    adset_name: undefined,
    campaign_id: undefined,
    campaign_name: undefined,
    ...ad,
    id: lead.id,
    created_time: graphTime(lead.createdAt),
    form_id: FORM.meta,
    is_organic: lead.organic,
    platform: lead.organic ? "fb" : "ig",
    partner_name: undefined,
    retailer_item_id: undefined,
    field_data: [
      ...said("full_name", lead.name),
      ...said("phone_number", lead.phone),
      ...said("email", lead.email),
      ...said(FORM.slug, lead.answer),
    ],
    custom_disclaimer_responses: [
      { checkbox_key: "whatsapp", is_checked: lead.consent ? "1" : "", text: FORM.consent },
    ],
  };
}
