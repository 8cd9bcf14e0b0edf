import type { BillFileName } from "./day-files.ts";
import type { When } from "./day-times.ts";

/** Who works here. The first three may be signed in as. */
export const memberKeys = ["samuela", "marco", "anna", "giulia", "davide"] as const;
export type MemberKey = (typeof memberKeys)[number];
export type Operator = "samuela" | "giulia" | "davide";

/** What a person does, or a member of staff about them. */
export type Act =
  | { at: When; says: string }
  | { at: When; file: BillFileName; name?: string; caption?: string }
  | { at: When; voice: number }
  | { at: When; call: Operator; seconds: number; missed?: true }
  | { at: When; by: MemberKey; writes: string }
  | { at: When; by: MemberKey; notes: string; mentions?: MemberKey[] }
  | { at: When; by: MemberKey; change: Record<string, unknown> }
  | { at: When; by: MemberKey; callsBack: true }
  | { at: When; by: MemberKey; confirms: true }
  | { at: When; by: MemberKey; rejects: "gas" | "old" | "unreadable" | "other" };

/** One person, from the call on. */
export interface Story {
  name: string;
  company?: string;
  /** Who called, when, and for how long they spoke; none: nobody did. */
  call?: [when: When, operator: Operator, seconds: number];
  /** E.164; a mobile of its own without. */
  phone?: string;
  /** WhatsApp tells only this of them. */
  lid?: string;
  /** What becomes of the message; `read` without. */
  send?: "read" | "delivered" | "sent" | "uncertain" | "failed" | "not_on_whatsapp";
  acts?: Act[];
}
