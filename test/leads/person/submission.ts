import type { LeadAnswer, LeadSubmitted } from "../../../lib/model/domain-value.ts";
import { readPhone } from "../../../lib/model/phone.ts";
import type { Kit } from "../../support/kit.ts";

/** What somebody typed into a form: each as they wrote it. */
export interface Typed {
  phone?: string;
  email?: string;
  name?: string;
  company?: string;
}

/** A submission of the form, read as the readers read it. */
export function submission(id: string, typed: Typed, over: Partial<LeadSubmitted> = {}): LeadSubmitted {
  const answers: LeadAnswer[] = [];
  const answer = (as: LeadAnswer["as"], value: string | undefined, read: object = {}) =>
    value !== undefined && answers.push({ name: as!, values: [value], as: as!, ...read });
  answer("full_name", typed.name);
  answer("phone", typed.phone, { phone: readPhone(typed.phone, "IT") });
  answer("email", typed.email, { email: typed.email?.trim().toLowerCase() });
  answer("company", typed.company);
  return {
    type: "lead",
    source: "meta_ads",
    externalId: id,
    formId: "7000000000000001",
    formName: "Agrisolare 2026",
    answers,
    providerTimestamp: null,
    ...over,
  };
}

/** The values of one delivery, recorded as the webhook does. */
export const tell = (k: Kit, ...values: object[]) =>
  k.rpc("record_delivery", {
    delivery: {
      workspace: "default",
      source: "meta_leads",
      requestId: crypto.randomUUID(),
      eventType: "leadgen",
      body: { values },
      headers: {},
      account: null,
      proved: null,
      rejected: null,
      mappingVersion: null,
    },
    effects: values,
  });
