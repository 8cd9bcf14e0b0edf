import { type Finding, fix, ok, skipped } from "../shared/finding.ts";
import { graphUrl, graphVersion } from "../shared/graph/graph-address.ts";
import { signMeta } from "../shared/graph/verify-meta.ts";
import type { Doctor } from "../vendor.ts";
import { createLeadDesk } from "./create-lead-desk.ts";

/** A field that Meta does not have: recorded as ignored. */
const body = JSON.stringify({
  object: "page",
  entry: [{ id: "0", changes: [{ field: "aftercall_doctor", value: {} }] }],
});
const soonMs = 14 * 86_400_000;

export const metaLeadsDoctor: Doctor = {
  trials(values) {
    const secret = values.META_LEADS_APP_SECRET ?? values.META_WHATSAPP_APP_SECRET;
    const signed = (by: string) => ({ "x-hub-signature-256": signMeta(body, by) });
    return [
      {
        path: "/api/webhooks/meta",
        variable: values.META_LEADS_APP_SECRET ? "META_LEADS_APP_SECRET" : "META_WHATSAPP_APP_SECRET",
        body,
        strange: signed("nobody's app secret"),
        known: secret ? signed(secret) : null,
      },
    ];
  },
  async check(values, _url, outside): Promise<Finding[]> {
    const own = values.META_PAGE_ACCESS_TOKEN;
    const accessToken = own ?? values.META_WHATSAPP_ACCESS_TOKEN;
    if (!accessToken) return [skipped("Meta lead ads: no token of a Page is set.")];
    const which = own ? "META_PAGE_ACCESS_TOKEN" : "META_WHATSAPP_ACCESS_TOKEN, which serves for leads";
    const desk = createLeadDesk(
      {
        graphUrl: values.META_GRAPH_URL ?? graphUrl,
        version: values.META_GRAPH_VERSION ?? graphVersion,
        accessToken,
        fetch: outside,
        timeoutMs: 15_000,
      },
      "IT",
    );
    const told = await desk.token();
    const renew =
      "Make a long-lived token of the Page by somebody with advertising rights, with leads_retrieval.";
    if (told.kind !== "token") return [fix(`Meta does not say what ${which} is (${told.message})`, renew)];
    if (!told.isValid) return [fix(`${which} is no longer valid.`, renew)];
    const findings: Finding[] = [];
    if (told.mayReadLeads === false)
      findings.push(fix(`${which} lacks leads_retrieval: no lead can be read.`, renew));
    if (told.endsAt && told.endsAt.getTime() - Date.now() < soonMs) {
      findings.push(
        fix(`${which} ends on ${told.endsAt.toISOString().slice(0, 10)}: then no lead can be read.`, renew),
      );
    }
    return findings.length > 0 ? findings : [ok(`Meta lead ads: ${which} may read leads.`)];
  },
};
