/** What one message carries. The database renders it when it queues the message; a provider sends what it can of it. */
export type Content =
  | { kind: "text"; text: string }
  /** One of WhatsApp's reviewed texts, by the name that the vendor knows it by; parameters in their order. */
  | { kind: "template"; name: string; language: string; parameters: string[]; components?: unknown[] }
  /** `media` is the vendor's own: an address or an id. */
  | { kind: "media"; media: Record<string, unknown>; caption?: string | null }
  | { kind: "interactive"; [field: string]: unknown };

export interface Outgoing {
  /** E.164 with its `+`. */
  to: string;
  content: Content;
  /** Our own name of this attempt. A vendor that says it again with what became of the message finds it by that (`MessageStatus`). */
  reference?: string;
}
