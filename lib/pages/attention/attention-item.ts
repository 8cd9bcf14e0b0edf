/** Something that a person has to look at. Times are ISO 8601. */
export interface AttentionView {
  id: number;
  kind: string;
  detail: string | null;
  /** When it was written. */
  at: string;
  contactId: number | null;
  callId: number | null;
  contactName: string | null;
  phone: string | null;
  erased?: boolean;
}
