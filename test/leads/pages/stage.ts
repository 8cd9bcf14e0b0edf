import type { LeadSubmitted } from "../../../lib/model/domain-value.ts";
import type { Kit } from "../../support/kit.ts";

/** A submission as a reader hands it over; `n` makes its id and its number. */
export function submission(n: number, over: Partial<LeadSubmitted> = {}): LeadSubmitted {
  const e164 = `+39333100${String(n).padStart(4, "0")}`;
  return {
    type: "lead",
    source: "meta_ads",
    externalId: `44440000${n}`,
    formId: "7000000000000001",
    formName: "Agrisolare 2026",
    campaignName: "Stalle Veneto",
    adName: "Video stalla",
    answers: [
      { name: "full_name", values: [`Anna Bianchi ${n}`], as: "full_name" },
      { name: "telefono", values: [e164], as: "phone", phone: { e164, raw: e164, problem: null } },
      { name: "quanti_capi_hai?", label: "Quanti capi hai?", values: ["120"] },
    ],
    consents: [{ key: "privacy", words: "Acconsento a essere ricontattato", isTicked: true }],
    providerTimestamp: null,
    ...over,
  };
}

export async function tell(k: Kit, ...values: LeadSubmitted[]): Promise<void> {
  for (const value of values)
    await k.rpc("record_delivery", {
      delivery: {
        workspace: "default",
        source: "meta_leads",
        requestId: crypto.randomUUID(),
        eventType: "leadgen",
        body: {},
        headers: {},
        account: null,
        proved: null,
        rejected: null,
        mappingVersion: null,
      },
      effects: [value],
    });
}
