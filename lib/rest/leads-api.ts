import { createHash } from "node:crypto";
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import { prepareEffects } from "../inbox/prepare-effects.ts";
import type { LeadSubmitted } from "../model/domain-value.ts";
import { dispatch } from "../outbox/dispatch.ts";
import type { AppEnv } from "../web/create-app.ts";
import { readJson } from "../web/read-json.ts";
import { requireOwnPage } from "../web/require-own-page.ts";
import { staffMember } from "../web/staff-member.ts";
import { leadBody, leadsQuery } from "./lead-bodies.ts";
import { readFields } from "./read-fields.ts";
import { readLead } from "./read-lead.ts";

type Answer =
  | { taken: false; code: string; reason: string }
  | {
      taken: true;
      lead: number;
      contact: number | null;
      status: string;
      state: string;
      reasonCode: string | null;
      decision: { send: boolean; code: string; reason: string } | null;
      channel?: string;
      repeated?: true;
    };

/**
 * `POST /api/leads`: 201 {lead, contact, status, state, reasonCode, decision}; 200 for one that was there, by its key or externalId.
 * 400 names the field that is wrong, 409 is another body under the same key, 422 `erased`.
 */
export async function postLead(c: Context<AppEnv>): Promise<Response> {
  const { client, workspace, country, userId } = await staffMember(c);
  requireOwnPage(c);
  const { key: ownKey, ...body } = readFields(leadBody, await readJson(c));
  const key = ownKey ?? keyIn(c);
  const read = readLead(body, country, key === null ? crypto.randomUUID() : `key:${userId}:${key}`);
  const lead = prepareEffects([read], [])[0] as LeadSubmitted;
  const fingerprint = key && createHash("sha256").update(JSON.stringify(body)).digest("hex");
  const answer = await submit(client, { workspace, lead, key, fingerprint });
  if (!answer.taken) {
    const { code, reason: message } = answer;
    return c.json({ error: { code, message } }, 422);
  }
  const services = c.get("services");
  const { channel, repeated, taken: _, ...told } = answer;
  if (channel) services.background(() => dispatch(services, channel, { mayWait: true }));
  return c.json(told, repeated ? 200 : 201);
}

/** `GET /api/leads?view=&state=&source=&before=&limit=`: {leads, next}, newest first; `next` is the `before` of the page after. */
export async function getLeads(c: Context<AppEnv>): Promise<Response> {
  const { client, workspace } = await staffMember(c);
  const { limit, view, ...given } = readFields(leadsQuery, c.req.query());
  const leads = await (callRpc(client, "lead_list", {
    workspace,
    page_size: limit,
    view,
    before: given.before ?? null,
    state: given.state ?? null,
    source: given.source ?? null,
  }) as Promise<{ id: number }[]>);
  return c.json({ leads, next: leads.length === limit ? leads.at(-1)!.id : null });
}

/** `GET /api/leads/{id}`: one lead with its answers, consents and what became of it. */
export async function getLead(c: Context<AppEnv>): Promise<Response> {
  const { client, workspace } = await staffMember(c);
  const lead = await callRpc(client, "lead_told", { workspace, lead: Number(c.req.param("id")) });
  if (!lead) throw new Problem("not_found", "There is no such lead.");
  return c.json(lead as object);
}

async function submit(
  client: SupabaseClient,
  args: { workspace: string; lead: LeadSubmitted; key: string | null; fingerprint: string | null },
): Promise<Answer> {
  try {
    return (await callRpc(client, "submit_lead", args)) as Answer;
  } catch (error) {
    if (!(error instanceof Problem) || error.field !== "Idempotency-Key") throw error;
    throw new Problem("conflict", error.message, { field: error.field, cause: error });
  }
}

/** Of the header; null where the program sent none. */
function keyIn(c: Context): string | null {
  const given = c.req.header("idempotency-key");
  if (given === undefined) return null;
  const key = given.trim();
  if (key !== "" && key.length <= 100) return key;
  throw new Problem("bad_request", "The header Idempotency-Key has 1 to 100 characters.", {
    field: "Idempotency-Key",
  });
}
