import { callRpc } from "../../db/call-rpc.ts";
import type { Services } from "../../services.ts";
import type { LeadDesk, LeadRefusal } from "../../vendors/vendor.ts";
import { recordFinding } from "../reconcile/record-finding.ts";
import type { TaskResult, TaskWork } from "../tasks/task.ts";
import { leadDesk, mendable } from "./lead-desks.ts";

/** Of one form in a week; what is more is read in the next hour. */
const mostPages = 50;
const withinMs = 60_000;

interface Facts {
  source: string;
  /** ISO 8601. */
  since: string;
  began: string;
  forms: string[];
}

/** Brings in the leads of each form of which nobody told us, and notes how long the token holds. */
export const listLeadsTask: TaskWork<Facts> = {
  async run(services, { source, since, began, forms }): Promise<TaskResult> {
    const found = await leadDesk(services, source);
    if (!found) return { kind: "done" };
    const { desk, vendor } = found;
    const token = await desk.token();
    const untilMs = performance.now() + withinMs;
    const refusals: LeadRefusal[] = [];
    for (const form of forms) {
      const refusal = await readForm(services, { desk, source, vendor: vendor.name, form, since, untilMs });
      if (refusal) refusals.push(refusal);
    }
    const broken = problemOf(token, refusals);
    await callRpc(services.db, "note_lead_source", {
      source,
      token_ends_at: token.kind === "token" ? (token.endsAt?.toISOString() ?? null) : null,
      problem: broken?.code ?? null,
      detail: broken?.message ?? null,
      read_until: refusals.length === 0 ? began : null,
    });
    return { kind: "done" };
  },
};

function problemOf(
  token: Awaited<ReturnType<LeadDesk["token"]>>,
  refusals: LeadRefusal[],
): { code: string; message: string } | null {
  if (token.kind === "token" && !token.isValid)
    return { code: "bad_key", message: "The token is no longer valid." };
  if (token.kind === "token" && token.mayReadLeads === false) {
    return { code: "no_permission", message: "The token lacks the permission to read leads." };
  }
  return refusals.find(({ code }) => mendable.includes(code)) ?? null;
}

/** Null where all that is new has come in. */
async function readForm(
  services: Services,
  of: { desk: LeadDesk; source: string; vendor: string; form: string; since: string; untilMs: number },
): Promise<LeadRefusal | null> {
  let cursor: string | null = null;
  for (let page = 0; page < mostPages && performance.now() < of.untilMs; page += 1) {
    const list: Awaited<ReturnType<LeadDesk["list"]>> = await of.desk.list(
      of.form,
      new Date(of.since),
      cursor,
    );
    if (list.kind !== "page") return list;
    const unknown = (await callRpc(services.db, "unknown_leads", {
      source: of.source,
      external_ids: list.leads.map(({ lead }) => lead.externalId),
    })) as string[];
    for (const { lead, row } of list.leads) {
      if (!unknown.includes(lead.externalId)) continue;
      await recordFinding(services, {
        source: of.vendor,
        eventType: "reconcile.lead",
        body: row,
        value: lead,
      });
    }
    if (list.next === null) return null;
    cursor = list.next;
  }
  return { kind: "retry", code: "too_many", message: "The list of leads did not end in time.", waitMs: null };
}
