import type * as z from "zod/mini";
import { Problem } from "../base/problem.ts";
import type { LeadAnswer, LeadConsent, LeadSubmitted } from "../model/domain-value.ts";
import { leadAnswer, readEmail } from "../model/lead-answer.ts";
import { readPhone } from "../model/phone.ts";
import type { leadBody } from "./lead-bodies.ts";

type Body = z.output<typeof leadBody>;

/**
 * What a program tells of one submission. `country`: whose a number without a code is; `externalId`: where the program names none.
 * Throws Problem `bad_request` that names the field: without an address, or with one that is none.
 */
export function readLead(body: Body, country: string, externalId: string): LeadSubmitted {
  const { isTest, submittedAt } = body;
  return {
    type: "lead",
    source: "api",
    externalId: body.externalId === undefined || body.externalId === null ? externalId : `${body.externalId}`,
    ...(isTest && { isTest }),
    formId: body.form ?? null,
    formName: body.form ?? null,
    campaignName: body.campaign ?? null,
    platform: body.source ?? null,
    answers: [...addressesIn(body, country), ...othersIn(body, country)],
    consents: (body.consents ?? []).map(consent),
    providerTimestamp: submittedAt ? new Date(submittedAt).toISOString() : null,
  };
}

function addressesIn({ phone: given, email: typed, isTest }: Body, country: string): LeadAnswer[] {
  const answers: LeadAnswer[] = [];
  const written = given === undefined || given === null ? "" : String(given).trim();
  if (written !== "") {
    const phone = readPhone(written, country);
    if (!phone.e164) throw wrong("phone", "is not a phone number. Write it like +393331234567.");
    answers.push({ name: "phone", values: [written], as: "phone", phone });
  }
  if (typed) {
    const email = readEmail(typed);
    if (!email) throw wrong("email", "is not an e-mail address.");
    answers.push({ name: "email", values: [typed], as: "email", email });
  }
  if (answers.length > 0 || isTest) return answers;
  throw wrong("phone", 'is missing: a lead has a "phone" or an "email".');
}

function othersIn({ name, company, fields }: Body, country: string): LeadAnswer[] {
  const own = Object.entries(fields ?? {}).flatMap(([field, given]) => {
    const values = (Array.isArray(given) ? given : [given]).flatMap((one) => (one === null ? [] : `${one}`));
    return values.length > 0 ? leadAnswer({ name: field, values }, country) : [];
  });
  return [
    ...(name ? [{ name: "name", values: [name], as: "full_name" as const }] : []),
    ...(company ? [{ name: "company", values: [company], as: "company" as const }] : []),
    ...own,
  ];
}

function consent({ key, words, version, ticked }: NonNullable<Body["consents"]>[number]): LeadConsent {
  return { key, ...(words && { words }), ...(version && { version }), isTicked: ticked };
}

function wrong(field: string, what: string): Problem {
  return new Problem("bad_request", `The field "${field}" ${what}`, { field });
}
