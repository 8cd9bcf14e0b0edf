import { callRpc } from "../db/call-rpc.ts";
import type { StaffMember } from "../model/staff.ts";
import { type ExplainedBody, explainBody } from "../vendors/cloudtalk/explain-body.ts";
import type { FieldMapping } from "../vendors/cloudtalk/field-mapping.ts";
import { mappedFields } from "../vendors/cloudtalk/field-mapping-setting.ts";

interface KeptSample {
  id: number;
  receivedAt: string;
  outcome: string;
  reason: string | null;
  contentType: string | null;
  body: unknown;
  rawBody: string | null;
}

/** A delivery as it is read now, and as it would be. */
export interface Sample extends Pick<KeptSample, "id" | "receivedAt" | "outcome" | "reason"> {
  now: ExplainedBody;
  /** The same as `now` unless a draft is tried. */
  next: ExplainedBody;
  /** Read today, and no more with the draft. */
  isLost: boolean;
}

const looked = 30;
const shown = 10;

/** The newest customer-written bodies, newest first. For managers: throws Problem `forbidden` for an agent. */
export async function fieldSamples(
  { client, workspace }: Pick<StaffMember, "client" | "workspace">,
  defaultCountry: string,
  holds: FieldMapping,
  draft: FieldMapping = holds,
): Promise<Sample[]> {
  const kept = await (callRpc(client, "field_samples", { workspace, page_size: looked }) as Promise<
    KeptSample[]
  >);
  return kept
    .flatMap((sample) => {
      const now = explainBody(sample, defaultCountry, holds);
      const next = explainBody(sample, defaultCountry, draft);
      if (!now || !next) return [];
      const { id, receivedAt, outcome, reason } = sample;
      return [{ id, receivedAt, outcome, reason, now, next, isLost: isRead(now) && !isRead(next) }];
    })
    .slice(0, shown);
}

/** A call with a number that it can be written to. */
function isRead({ call }: ExplainedBody): boolean {
  return call !== null && call.phone.e164 !== null;
}

/** What of a call differs, by fact: as it is read now, and as it would be. */
export function changedFacts({
  now,
  next,
}: Pick<Sample, "now" | "next">): { fact: string; now: unknown; next: unknown }[] {
  return mappedFields
    .map((fact) => ({ fact, now: factOf(now, fact), next: factOf(next, fact) }))
    .filter((change) => JSON.stringify(change.now) !== JSON.stringify(change.next));
}

export function factOf({ call }: ExplainedBody, fact: (typeof mappedFields)[number]): unknown {
  if (!call) return null;
  if (fact === "phone") return call.phone.e164 ?? call.phone.raw;
  // Not said and said "no" are one.
  return fact === "doNotSend" ? call.doNotSend || null : call[fact];
}
