import { parseJson } from "../../base/parse-json.ts";
import { Problem } from "../../base/problem.ts";
import type { DomainValue } from "../../model/domain-value.ts";
import { isRecord, type JsonRecord } from "../shared/as-record.ts";
import { listOf } from "../shared/list-of.ts";
import type { Reader } from "../vendor.ts";
import { idOf, isMadeUp } from "./lead-ids.ts";

/** Notices that there are leads, many in one body and of several Pages (docs, lead ads webhooks); what else a Page tells is ignored. */
export const readNotices: Reader = ({ rawBody }) => {
  const body = parseJson(new TextDecoder().decode(rawBody));
  if (!isRecord(body) || !Array.isArray(body.entry)) {
    throw new Problem(
      "unreadable",
      "A webhook of Meta is a JSON object with a list of entries; this has none.",
      {
        reason: "not_a_webhook",
      },
    );
  }
  const values = listOf(body.entry).flatMap((entry) =>
    listOf(entry.changes).map((change) => notice(String(body.object ?? ""), entry, change)),
  );
  const isLead = values.some(({ type }) => type === "lead_notice");
  return { delivery: { eventType: isLead ? "leadgen" : "page", values }, body };
};

function notice(object: string, entry: JsonRecord, { field, value }: JsonRecord): DomainValue {
  const told = isRecord(value) ? value : {};
  const externalId = idOf(told.leadgen_id);
  if (object !== "page" || field !== "leadgen" || externalId === null) {
    return {
      type: "ignored",
      reason: "unknown_event",
      detail: `${object} ${String(field ?? "")}`.slice(0, 100),
    };
  }
  const pageId = idOf(told.page_id) ?? idOf(entry.id);
  return {
    type: "lead_notice",
    source: "meta_ads",
    externalId,
    formId: idOf(told.form_id),
    pageId,
    // The two are one: adgroup_id is the older name.
    adId: idOf(told.ad_id) ?? idOf(told.adgroup_id),
    ...(isMadeUp(externalId) && { isTest: true }),
    providerTimestamp: timeOf(told.created_time ?? entry.time),
  };
}

/** Unix seconds, as a number or as text. */
function timeOf(value: unknown): string | null {
  const seconds = Number(value);
  if (!(seconds > 1_000_000_000 && seconds < 100_000_000_000)) return null;
  return new Date(seconds * 1000).toISOString();
}
