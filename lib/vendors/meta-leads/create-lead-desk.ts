import { asRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { answerSummary } from "../shared/graph/answer-summary.ts";
import { type Exchange, type GraphAccess, requestGraph } from "../shared/graph/request-graph.ts";
import { listOf } from "../shared/list-of.ts";
import type { LeadAnswerOfDesk, LeadDesk, LeadRefusal } from "../vendor.ts";
import { leadError } from "./lead-error.ts";
import { type FormTold, formFields, leadFields, readForm, readLead } from "./read-lead.ts";

/** Leads of one form that one question brings at most (docs, retrieving leads). */
const pageSize = 100;
/** A form's words change seldom. */
const formLastsMs = 10 * 60_000;
/** A page of a hundred leads with long answers. */
const maxAnswerBytes = 4 * 1024 * 1024;

/** Leads at the Graph API. Never throws. */
export function createLeadDesk(access: GraphAccess, defaultCountry: string): LeadDesk {
  const forms = new Map<string, { at: number; told: FormTold | null }>();
  return { lead, list, token };

  async function lead(id: string): Promise<LeadAnswerOfDesk> {
    const answer = await ask(`/${encodeURIComponent(id)}?fields=${leadFields}`);
    if (!isFine(answer)) return refusal(answer);
    const read = readLead(answer.body, await formOf(asText(answer.body.form_id)), defaultCountry);
    return read
      ? { kind: "lead", lead: read }
      : {
          kind: "failed",
          code: "lead_gone",
          message: "What Meta has under this id is no lead.",
          waitMs: null,
        };
  }

  async function list(form: string, since: Date, cursor: string | null) {
    const newer = [
      { field: "time_created", operator: "GREATER_THAN", value: Math.floor(since.getTime() / 1000) },
    ];
    const query = new URLSearchParams({
      fields: leadFields,
      limit: String(pageSize),
      filtering: JSON.stringify(newer),
      ...(cursor && { after: cursor }),
    });
    const answer = await ask(`/${encodeURIComponent(form)}/leads?${query}`);
    if (!isFine(answer)) return refusal(answer);
    const told = await formOf(form);
    const paging = asRecord(answer.body.paging);
    return {
      kind: "page" as const,
      leads: listOf(answer.body.data).flatMap((row) => {
        const read = readLead(row, told, defaultCountry);
        return read ? [{ lead: { ...read, formId: read.formId ?? form }, row }] : [];
      }),
      next: asText(paging.next) ? asText(asRecord(paging.cursors).after) : null,
    };
  }

  /** What the token may do, and until when (docs, debug_token). */
  async function token() {
    const answer = await ask(`/debug_token?input_token=${encodeURIComponent(access.accessToken)}`);
    if (!isFine(answer)) return refusal(answer);
    const data = asRecord(answer.body.data);
    const ends = [data.expires_at, data.data_access_expires_at].filter(
      (at): at is number => typeof at === "number" && at > 0,
    );
    return {
      kind: "token" as const,
      isValid: data.is_valid !== false,
      endsAt: ends.length > 0 ? new Date(Math.min(...ends) * 1000) : null,
      mayReadLeads: Array.isArray(data.scopes) ? data.scopes.includes("leads_retrieval") : null,
    };
  }

  async function formOf(id: string | null): Promise<FormTold | null> {
    if (id === null) return null;
    const known = forms.get(id);
    if (known && performance.now() - known.at < formLastsMs) return known.told;
    const answer = await ask(`/${encodeURIComponent(id)}?fields=${formFields}`);
    // A lead is one without its form's words too.
    const told = isFine(answer) ? readForm(answer.body) : null;
    forms.set(id, { at: performance.now(), told });
    return told;
  }

  function ask(path: string): Promise<Exchange> {
    return requestGraph({ ...access, maxAnswerBytes }, "GET", path);
  }

  function refusal(answer: Exchange): LeadRefusal {
    return { ...leadError(answer), message: answerSummary(answer, access.accessToken) };
  }
}

function isFine(answer: Exchange): answer is Extract<Exchange, { kind: "answer" }> {
  return answer.kind === "answer" && answer.status === 200;
}
