/** One thing that a person, or we, said of writing to them. */
export interface Consent {
  id: number;
  contactId: number;
  contactName: string | null;
  phone: string | null;
  kind:
    | "stopped"
    | "started"
    | "blocked"
    | "unblocked"
    | "erased"
    | "marketing_stopped"
    | "marketing_resumed";
  source: "customer" | "staff" | "merge" | "log" | "preference";
  messageId: number | null;
  userId: string | null;
  /** The customer's own. */
  words: string | null;
  reason: string | null;
  noticeId: number | null;
  /** What became of the confirmation. */
  noticeStatus: string | null;
  at: string;
}
