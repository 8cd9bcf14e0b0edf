/** What one message carries. The database renders it when it queues the message; a provider sends what it can of it. */
export type Content =
  | { kind: "text"; text: string }
  /** One of WhatsApp's reviewed texts, by the name that the vendor knows it by; parameters in their order. */
  | { kind: "template"; name: string; language: string; parameters: string[]; components?: unknown[] }
  | { kind: "media"; media: OutgoingMedia; caption?: string | null }
  | { kind: "interactive"; [field: string]: unknown };

export const sentMediaKinds = ["image", "video", "audio", "document"] as const;
export type SentMediaKind = (typeof sentMediaKinds)[number];

/** A file that leaves: ours while it waits (`attachment`), an address that works for minutes when its vendor gets it. */
export interface OutgoingMedia {
  /** As what WhatsApp shows it. */
  kind?: SentMediaKind;
  /** Row of `attachments`: the outbox makes an address of it. */
  attachment?: string;
  /** Open to whoever has it: never logged, never stored. */
  url?: string;
  fileName?: string | null;
  mimeType?: string | null;
  /** A vendor's own, an id say. */
  [field: string]: unknown;
}

export interface Outgoing {
  /** E.164 with its `+`. */
  to: string;
  content: Content;
  /** Our own name of this attempt. A vendor that says it again with what became of the message finds it by that (`MessageStatus`). */
  reference?: string;
}
