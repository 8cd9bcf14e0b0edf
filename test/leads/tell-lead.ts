import type { LeadSubmitted } from "../../lib/model/domain-value.ts";
import type { Kit } from "../support/kit.ts";

/** Somebody with this mobile filled in the form. */
export const leadOf = (e164: string, over: Partial<LeadSubmitted> = {}): LeadSubmitted => ({
  type: "lead",
  source: "meta_ads",
  externalId: crypto.randomUUID(),
  formId: "7000000000000001",
  formName: "Agrisolare 2026",
  answers: [
    {
      name: "telefono_cellulare",
      values: [e164],
      as: "phone",
      phone: { e164, raw: e164, problem: null },
    },
  ],
  providerTimestamp: null,
  ...over,
});

/** Its delivery, as a vendor's reader hands it on. */
export const tellLead = (k: Kit, value: LeadSubmitted) =>
  k.rpc("record_delivery", {
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
