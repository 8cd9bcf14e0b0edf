import type { LeadConsent, LeadSubmitted } from "../../model/domain-value.ts";
import { leadAnswer } from "../../model/lead-answer.ts";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { listOf } from "../shared/list-of.ts";
import { idOf, isMadeUp } from "./lead-ids.ts";

/** What a form says of its own questions and boxes, by their keys. */
export interface FormTold {
  name: string | null;
  pageId: string | null;
  /** Of a custom question its key is a slug made of these words. */
  questions: Map<string, string>;
  /** Consent boxes: the exact words that stood beside them. */
  boxes: Map<string, string>;
}

/** The fields of a lead that are asked for (docs, retrieving leads). */
export const leadFields =
  "id,created_time,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,form_id,is_organic,platform,field_data,custom_disclaimer_responses";

/** A form's own fields. */
export const formFields = "id,name,page,questions,legal_content";

export function readForm(body: JsonRecord): FormTold {
  const questions = listOf(body.questions).map(({ key, label }) => [asText(key), asText(label)] as const);
  const boxes = listOf(asRecord(asRecord(body.legal_content).custom_disclaimer).checkboxes).map(
    ({ key, text }) => [asText(key), asText(text)] as const,
  );
  return {
    name: asText(body.name),
    pageId: idOf(asRecord(body.page).id),
    questions: new Map(questions.filter(isWhole)),
    boxes: new Map(boxes.filter(isWhole)),
  };
}

function isWhole(pair: readonly [string | null, string | null]): pair is readonly [string, string] {
  return pair[0] !== null && pair[1] !== null;
}

/** One lead as Graph tells it; null where it is none. */
export function readLead(
  body: JsonRecord,
  form: FormTold | null,
  defaultCountry: string,
): LeadSubmitted | null {
  const externalId = idOf(body.id);
  if (externalId === null) return null;
  const answers = listOf(body.field_data).flatMap(({ name, values }) => {
    const key = asText(name);
    const given = Array.isArray(values) ? values.map((value) => String(value ?? "")) : [];
    if (key === null || given.every((value) => value.trim() === "")) return [];
    const label = form?.questions.get(key);
    return [leadAnswer({ name: key, ...(label && { label }), values: given }, defaultCountry)];
  });
  const isTest =
    isMadeUp(externalId) ||
    answers.some(({ values }) => values.some((value) => value.startsWith("<test lead:")));
  return {
    type: "lead",
    source: "meta_ads",
    externalId,
    ...(isTest && { isTest }),
    formId: idOf(body.form_id),
    formName: form?.name ?? null,
    pageId: form?.pageId ?? null,
    campaignId: idOf(body.campaign_id),
    campaignName: asText(body.campaign_name),
    adsetId: idOf(body.adset_id),
    adsetName: asText(body.adset_name),
    adId: idOf(body.ad_id),
    adName: asText(body.ad_name),
    platform: asText(body.platform),
    isOrganic: typeof body.is_organic === "boolean" ? body.is_organic : null,
    answers,
    consents: listOf(body.custom_disclaimer_responses).flatMap((box) => consent(box, form)),
    providerTimestamp: isoOf(body.created_time),
  };
}

/** Ticks are only here: Meta sends `is_checked` as text (docs, retrieving leads). */
function consent({ checkbox_key, is_checked }: JsonRecord, form: FormTold | null): LeadConsent[] {
  const key = asText(checkbox_key);
  if (key === null) return [];
  const words = form?.boxes.get(key);
  return [
    {
      key,
      ...(words && { words }),
      isTicked: is_checked === true || is_checked === "1" || is_checked === "true",
    },
  ];
}

/** `2026-11-20T09:30:00+0000` */
function isoOf(value: unknown): string | null {
  const at = new Date(asText(value)?.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
