/** What one message carries. The database renders it when it queues the message; a provider sends what it can of it. */
export type Content =
  /** `preview`: a picture of the first link in it, where the vendor can. */
  | { kind: "text"; text: string; preview?: boolean }
  | TemplateContent
  | { kind: "media"; media: OutgoingMedia; caption?: string | null }
  /** Something to tap on: the answer names the `id`. */
  | ButtonsContent
  | ListContent
  /** Under a message of this chat, by its WhatsApp id; null takes it back. */
  | { kind: "reaction"; on: string; emoji: string | null }
  | LocationContent
  | { kind: "contacts"; contacts: SharedContact[] };

/** One of WhatsApp's reviewed texts, by the name that the vendor knows it by. */
export interface TemplateContent {
  kind: "template";
  name: string;
  /** The vendor's own id of it, where it has told us one. */
  id?: string;
  /** `it`, `en_US` */
  language: string;
  /** Of the body, in their order. */
  parameters: string[];
  /** Of a body that names its variables: these instead. */
  named?: Record<string, string>;
  /** As the vendor sends them (header, body, buttons), in place of what the parameters make. */
  components?: unknown[];
}

export interface ButtonsContent {
  kind: "interactive";
  interactive: "buttons";
  header?: string;
  body: string;
  footer?: string;
  buttons: { id: string; title: string }[];
}

export interface ListContent {
  kind: "interactive";
  interactive: "list";
  header?: string;
  body: string;
  footer?: string;
  /** Opens the list. */
  button: string;
  sections: { title?: string; rows: { id: string; title: string; description?: string }[] }[];
}

export interface LocationContent {
  kind: "location";
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}

export interface SharedContact {
  name: string;
  /** E.164. */
  phones: string[];
}

export const sentMediaKinds = ["image", "video", "audio", "document", "sticker"] as const;
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
  /** The vendor's own, of a file that it has already. */
  id?: string;
  [field: string]: unknown;
}

export interface Outgoing {
  /** E.164 with its `+`; null where WhatsApp hides the number. */
  to: string | null;
  /** The person's id at this vendor (`Chat.bsuid`), used where `to` is null. */
  recipient?: string;
  content: Content;
  /** WhatsApp id of the message that it answers. */
  quoted?: string;
  /** Our own name of this attempt. A vendor that says it again with what became of the message finds it by that (`MessageStatus`). */
  reference?: string;
}
