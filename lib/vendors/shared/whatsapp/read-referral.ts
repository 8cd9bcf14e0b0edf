import type { Referral } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";

/** The advertisement or post that a message came from (docs, webhooks, text); null for most. */
export function readReferral({ referral }: JsonRecord): Referral | null {
  const told = asRecord(referral);
  const short = (value: unknown, most: number) => asText(value)?.slice(0, most).toWellFormed() ?? null;
  const found: Referral = {
    sourceType: short(told.source_type, 40),
    sourceId: short(told.source_id, 100),
    headline: short(told.headline, 200),
    clickId: short(told.ctwa_clid, 300),
    sourceUrl: short(told.source_url, 500),
  };
  return Object.values(found).some((value) => value !== null) ? found : null;
}
