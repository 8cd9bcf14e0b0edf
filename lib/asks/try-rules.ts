import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import { prepareEffects } from "../inbox/prepare-effects.ts";
import type { CallEnded, Ignored } from "../model/domain-value.ts";
import type { StaffMember } from "../model/staff.ts";
import type { RulesSetting } from "../settings/rules-setting.ts";
import type { Reading } from "../vendors/vendor.ts";
import { vendors } from "../vendors/vendors.ts";

/** One condition as it was asked: `fact` of the call, what the rule wants, what the call has. */
export interface Because {
  fact: string;
  expected: unknown;
  actual: unknown;
  holds: boolean;
  /** Of a condition on a field of the payload. */
  field?: string;
  is?: string;
  /** Of the rule that asked. */
  ruleId?: string;
  ruleName?: string;
}

/** What `try_decision` answers; times are ISO 8601. */
export interface Decision {
  send: boolean;
  code: string;
  ruleId: string | null;
  ruleName: string | null;
  /** One English sentence. */
  reason: string;
  because: Because[];
  template: string | null;
  text: string | null;
  dueAt: string | null;
  /** When it would really leave: hours, pace and the queue counted. */
  leavesAt: string | null;
  expiresAt: string | null;
  /** In the order of asking, until one stops. */
  guards: { guard: string; passes: boolean }[];
  /** What a person decided of this call already: send · dont_send. */
  staffDecision: string | null;
}

export interface Trial {
  /** What the body is about; null for a past call. */
  eventType: string | null;
  /** Set when such a delivery would be recorded and have no effect. */
  ignored: Pick<Ignored, "reason" | "detail"> | null;
  /** As our parser read them. */
  facts: Record<string, unknown> | null;
  decision: Decision | null;
}

export interface Pasted extends Reading {
  text: string;
  /** Null: by the look of the text. */
  contentType: string | null;
}

/** What would become of this body, were it posted now. Throws Problem with the webhook's own words for one that it could not read. */
export async function tryPayload(
  member: Pick<StaffMember, "client" | "workspace">,
  { text, contentType, defaultCountry, mapping }: Pasted,
  rules: RulesSetting | null,
): Promise<Trial> {
  const read = await vendors.find(({ events }) => events?.isMapped)!.events!.reader();
  const kept = {
    contentType:
      contentType ?? (looksLikeForm(text) ? "application/x-www-form-urlencoded" : "application/json"),
    rawBody: new TextEncoder().encode(text),
    isSigned: false,
  };
  const { delivery } = read(kept, { defaultCountry, mapping });
  const { eventType, values } = delivery;
  const ignored = values.find((value) => value.type === "ignored");
  if (ignored) return { eventType, ignored, facts: null, decision: null };
  const call = prepareEffects(values, []).find((value) => value.type === "call_ended");
  if (!call) throw new Problem("unreadable", "The body names no call.");
  const facts = factsOf(call);
  const decision = await (callRpc(member.client, "try_decision", {
    workspace: member.workspace,
    facts,
    rules,
    call: null,
  }) as Promise<Decision>);
  return { eventType, ignored: null, facts, decision };
}

/** What the rules say of a call that there is, as things are now. Throws Problem `not_found`. */
export async function tryCall(
  member: Pick<StaffMember, "client" | "workspace">,
  call: number,
  rules: RulesSetting | null,
): Promise<Trial> {
  const decision = await (callRpc(member.client, "try_decision", {
    workspace: member.workspace,
    facts: null,
    rules,
    call,
  }) as Promise<Decision>);
  return { eventType: null, ignored: null, facts: null, decision };
}

/** What of a body the rules are asked about. */
function factsOf(call: CallEnded): Record<string, unknown> {
  const { type: _, keys: __, ...facts } = call;
  return facts;
}

function looksLikeForm(text: string): boolean {
  return /^\s*[\w.[\]%-]+=/.test(text);
}
