import type { SupabaseClient } from "@supabase/supabase-js";
import type { Because } from "../../asks/try-rules.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { LeadConsent } from "../../model/domain-value.ts";
import type { ContactField } from "../../settings/contact-fields-setting.ts";
import type { LeadFilters, LeadState } from "./lead-filters.ts";

/** A lead as lists show it; times are ISO 8601. */
export interface LeadRow {
  id: number;
  /** Null: it is nobody's. */
  contact: number | null;
  name: string | null;
  company: string | null;
  phone: string | null;
  email: string | null;
  country: string | null;
  source: string;
  formId: string | null;
  form: string | null;
  campaign: string | null;
  state: LeadState;
  status: "waiting" | "created" | "duplicate" | "error";
  code: string | null;
  reason: string | null;
  isTest: boolean;
  /** When it was filled in. */
  at: string;
  firstSentAt: string | null;
  answeredAt: string | null;
  billAt: string | null;
  /** From the form to our first message. */
  seconds: number | null;
  owner: string | null;
  tags: string[];
  outcome: "won" | "lost" | null;
  silence: "erased" | "blocked" | "opted_out" | null;
  /** Still to be decided. */
  conflicts: number;
}

export interface LeadChoices {
  sources: string[];
  campaigns: string[];
  countries: string[];
  forms: { formId: string; name: string }[];
  tags: string[];
  fields: ContactField[];
}

export type LeadCounts = Record<LeadState, number>;

export interface LeadList {
  now: string;
  rows: LeadRow[];
  /** `before` of the page after this one; null when this is the last. */
  next: number | null;
  /** Up to 100; 101 says that there are more. */
  counts: LeadCounts;
  choices: LeadChoices;
}

export interface LeadBoard {
  now: string;
  /** Of all, up to 1000. */
  counts: LeadCounts;
  choices: LeadChoices;
  columns: Record<Exclude<LeadState, "test">, LeadRow[]>;
}

export interface Conflict {
  field: "name" | "company" | "phone" | "email";
  had?: string;
  given: string;
  /** Whose e-mail it is. */
  contact?: number;
  settled?: "taken" | "kept";
  by?: string;
  at?: string;
}

export interface LeadView extends LeadRow {
  now: string;
  answers: { name: string; label?: string; values: string[]; as: string | null }[];
  consents: LeadConsent[];
  clickIds: Record<string, string>;
  pageId: string | null;
  campaignId: string | null;
  adset: string | null;
  adName: string | null;
  platform: string | null;
  isOrganic: boolean | null;
  externalId: string;
  conflictsAll: Conflict[];
  outcomeBy: string | null;
  outcomeAt: string | null;
  fields: Record<string, string> | null;
  fieldKinds: ContactField[];
  ask: {
    id: number;
    code: string;
    reason: string;
    shouldSend: boolean;
    because: Because[];
    ruleName: string | null;
    ruleId: string | null;
    reasonToWrite: string | null;
  } | null;
  message: { id: number; status: string; code: string | null } | null;
  formRow: number | null;
  /** Of the same person. */
  others: LeadRow[];
}

/** A page of leads, the newest first. */
export function readLeads(
  client: SupabaseClient,
  workspace: string,
  filters: LeadFilters,
  size = 50,
): Promise<LeadList> {
  return callRpc(client, "lead_page", {
    workspace,
    filters: { ...filters },
    page_size: size,
  }) as unknown as Promise<LeadList>;
}

export function readBoard(
  client: SupabaseClient,
  workspace: string,
  filters: LeadFilters,
): Promise<LeadBoard> {
  return callRpc(client, "lead_board", {
    workspace,
    filters: { ...filters, state: null, q: null, before: null },
  }) as unknown as Promise<LeadBoard>;
}

/** Null when there is no such lead in the workspaces of the caller. */
export function readLead(client: SupabaseClient, lead: number): Promise<LeadView | null> {
  return callRpc(client, "lead_view", { lead }) as unknown as Promise<LeadView | null>;
}
