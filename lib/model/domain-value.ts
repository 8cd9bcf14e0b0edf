import type { ConnectionStatus, IgnoredReason, Look, PhoneProblem, sendCodes } from "./codes.ts";

/**
 * What a source's payload means to us, with all vendor knowledge already spent.
 *
 * `lib/vendors/*` turn one delivery into a list of these; the SQL function
 * `record_delivery` applies them in one transaction. Keys are camelCase on both sides.
 */
export type DomainValue = (
  | CallEnded
  | InboundMessage
  | MessageEdit
  | MessageDeleted
  | Reaction
  | Echo
  | MessageStatus
  | ChannelStatus
  | FoundMessage
  | Identity
  | Renamed
  | TemplateNews
  | NumberNews
  | Preference
  | LeadSubmitted
  | LeadNotice
  | Ignored
) & {
  /** Which of our accounts it is about, where one body tells of several. */
  account?: string;
  /** Of a source that only adds (`Events.addsOnly`): set where its bodies are read. */
  unproved?: true;
  /** What else the body says of our number: so a later one is placed that names no account. */
  line?: Line;
};

/** One of our numbers, as its vendor's events speak of it beside the account. */
export interface Line {
  /** The vendor's id of the business account that the number belongs to. */
  business?: string;
  /** E.164. */
  number?: string;
}

/** A phone number as far as WhatsApp is concerned. */
export interface Phone {
  /** E.164 with its `+`, or null when there is no valid number. Fixed lines keep their number here. */
  e164: string | null;
  /** What the source sent, untouched but for trimming; null when it sent nothing. */
  raw: string | null;
  /** Why nobody can be messaged on it; null means WhatsApp can reach it. */
  problem: PhoneProblem | null;
}

/** A finished phone call, or a later fact about one (`ended: false`: tags, a recording, a result). */
export interface CallEnded {
  type: "call_ended";
  /** `rest`: a row of CloudTalk's own list, which we asked for; `whatsapp`: a call on WhatsApp itself. */
  bodyKind: "workflow" | "native" | "voice_agent" | "rest" | "whatsapp";
  /** Who it was with, where the call was one of a chat: they may have no number. */
  chat?: Chat;
  /** True when this body says, or implies, that the call is over. */
  ended: boolean;
  callId: string | null;
  callUuid: string | null;
  /**
   * Dedupe keys, strongest first: `id:<call id>`, `uuid:<call uuid>`; without either
   * `time:<sha256 of number, times and agent>`; without a time too `content:<sha256 of the body>`
   * (the database appends its day, and the call is marked weak).
   */
  keys: string[];
  direction: "incoming" | "outgoing" | "internal" | "monitor" | null;
  phone: Phone;
  /** Our own line, as sent. */
  internalNumber: string | null;
  contactName: string | null;
  company: string | null;
  agentId: string | null;
  agentName: string | null;
  agentEmail: string | null;
  /** The vendor's times as text: their zone is unknown in the workflow body. */
  startedAt: string | null;
  answeredAt: string | null;
  endedAt: string | null;
  /** When it really ended, ISO 8601 UTC; only of a call that we learned of late, whose follow-up must not seem fresh. */
  endedAtUtc?: string;
  talkingSeconds: number | null;
  waitingSeconds: number | null;
  isVoicemail: boolean | null;
  /** Whether somebody was there; null when the body does not tell. A talking time says it, else a word or a time of answer. */
  answered: boolean | null;
  /** The source's own word for "nobody answered" (`missed`, `busy`), where it has one. */
  unansweredStatus: string | null;
  /** True only for an explicit "do not send" in the body (`shouldSend: false` and its aliases). */
  doNotSend: boolean;
  tags: string[] | null;
  disposition: string | null;
  /** Its name, or its id where there is no name. */
  campaign: string | null;
  recordingUrl: string | null;
  /** Fields of a broken body that could not be read; absent when all were. */
  unread?: string[];
  /** Every other field of the body, for rules and people. */
  customFields: Record<string, unknown>;
}

/** Who a WhatsApp message was exchanged with. At least one is set; all that are belong to one person. */
export interface Chat {
  /** E.164 with its `+`. Never derived from a LID's digits. */
  phone: string | null;
  /** WhatsApp's private id as `<digits>@lid`, without a device suffix. */
  lid: string | null;
  /** The handle the person chose, lower case; they may change it, and another may take it. */
  username?: string;
  /** Meta's id of this person for one business: country code, a dot, up to 128 letters and digits. */
  bsuid?: string;
  /** Meta's id of this person for all linked businesses of one owner, `<country>.ENT.<id>`. */
  parentBsuid?: string;
}

/** The advertisement or post behind a message (docs, click-to-WhatsApp ads). */
export interface Referral {
  /** `ad`, `post` */
  sourceType: string | null;
  sourceId: string | null;
  headline: string | null;
  /** What the advertiser's own measuring calls the tap. */
  clickId: string | null;
  sourceUrl: string | null;
}

export type MessageKind =
  | "text"
  | "image"
  | "video"
  | "audio"
  | "document"
  | "sticker"
  | "location"
  | "contact"
  | "poll"
  | "call"
  | "other";

export interface Media {
  mimeType: string | null;
  fileName: string | null;
  sizeBytes: number | null;
  durationSeconds: number | null;
  /** Of a document, where its message tells. */
  pages?: number | null;
}

/**
 * What its vendor needs to open a customer's file: an address with headers and a key, or an id. A secret, kept until the file
 * is fetched and no longer; nobody else reads more of it than its end of life.
 */
export interface MediaSource {
  /** ISO 8601 UTC. Absent where the vendor does not tell. Fields with a secret's name (lib/base/redact.ts) are not kept. */
  expiresAt?: string;
  [field: string]: unknown;
}

/** A message by a person; what it proves is told by `evidence`. */
export interface InboundMessage {
  type: "inbound_message";
  whatsappId: string;
  chat: Chat;
  kind: MessageKind;
  /** Text or caption. */
  text: string | null;
  media: Media | null;
  /** Null: the event does not bring what opens the file. Absent where there is no file. */
  mediaSource?: MediaSource | null;
  /** WhatsApp id of the message it swipes on. */
  quotedWhatsappId: string | null;
  /** The name the writer gave themself on WhatsApp. */
  pushName: string | null;
  /** The vendor's clock as ISO 8601 UTC. Shown, never used for order. */
  providerTimestamp: string | null;
  /**
   * What a text, caption or tapped answer may mean, for comparison with the company's stop and start words
   * (`consentKeys`). What is one of them is decided in the database, and is no evidence; a file under it still is.
   */
  consentKeys: string[];
  /** How strongly this shows that the bill arrived; null: it is nobody's answer, or none to us. */
  evidence: "reply" | "attachment" | null;
  /** The provider's own name for content that we know no kind of. */
  contentName?: string;
  look?: Look;
  /** The number that the chat says this person has now; only with `number_changed`. */
  newPhone?: string | null;
  /** It only announces a message: the content may follow under the same id. */
  isStub?: true;
  referral?: Referral;
}

/** The customer changed a message of theirs. */
export interface MessageEdit {
  type: "message_edit";
  /** Of the message that was changed. */
  whatsappId: string;
  chat: Chat;
  /** The new words; null where they cannot be read. */
  text: string | null;
  pushName: string | null;
  /** Of the edit. */
  providerTimestamp: string | null;
  consentKeys: string[];
}

/** A message was deleted for everyone. */
export interface MessageDeleted {
  type: "message_deleted";
  whatsappId: string;
  /** Who took it back: `in` the customer, `out` we ourselves; null where the event does not tell. */
  direction: "in" | "out" | null;
  /** Of the customer who took it back, where the event tells: we may never have heard the message. */
  chat?: Chat;
  providerTimestamp: string | null;
}

/** A sign under a message, by one touch. It answers nothing. */
export interface Reaction {
  type: "reaction";
  /** Of the message that it is on. */
  whatsappId: string;
  /** Whose it is: `in` the customer's, `out` put on our phone. */
  direction: "in" | "out";
  /** Null: taken back. */
  emoji: string | null;
  providerTimestamp: string | null;
}

/** A message that left our number: our own send coming back, or one typed on the phone. */
export interface Echo {
  type: "echo";
  whatsappId: string;
  /** Wasender's numeric msgId, where the event carries it. */
  providerMessageId: string | null;
  chat: Chat;
  kind: MessageKind;
  text: string | null;
  media: Media | null;
  providerTimestamp: string | null;
}

export interface MessageStatus {
  type: "message_status";
  /** Both ids null: a failure that names no message (`message.sent` with success false). */
  whatsappId: string | null;
  providerMessageId: string | null;
  status: "accepted" | "sent" | "delivered" | "read" | "failed";
  /** The provider's own words for a failure. */
  errorText: string | null;
  /** Why it failed, where that is known as of a send. */
  failure?: (typeof sendCodes.failed)[number];
  providerTimestamp: string | null;
  /** What we called the send (`Outgoing`), where the vendor says it again: joins a send whose answer never came to WhatsApp's id. */
  reference?: string;
  /** Ids of the person whom it went to, where they are told: later their number may be hidden. */
  recipient?: { bsuid: string; parentBsuid?: string };
}

export interface ChannelStatus {
  type: "channel_status";
  status: ConnectionStatus;
}

/** A send of ours that the provider told about when asked. */
export interface FoundMessage {
  type: "found_message";
  /** Row of `whatsapp_messages`. */
  message: number;
  providerMessageId: string;
  /** Null: the provider's log knows its own id only. */
  whatsappId: string | null;
  status: MessageStatus["status"] | null;
  errorText: string | null;
  /** Of the chat it went to. */
  lid: string | null;
  /** In the provider's log, ISO 8601 UTC: no other message of ours may have been on its way then. */
  loggedAt?: string | null;
  /** How many of its attempts this speaks for; one unless told. */
  attempts?: number;
}

/** Two addresses of one person. */
export interface Identity {
  type: "identity";
  /** `<digits>@lid` */
  lid: string;
  /** E.164 with its `+`. */
  phone: string;
}

/** WhatsApp knows this person by other ids from now on. */
export interface Renamed {
  type: "renamed";
  /** As they were known, where the event tells. */
  chat: Chat;
  bsuid: string;
  parentBsuid?: string;
  providerTimestamp: string | null;
}

/** What the vendor decided about a template of ours. */
export interface TemplateNews {
  type: "template_news";
  templateId: string | null;
  name: string;
  language: string;
  state?: "pending" | "approved" | "rejected" | "paused" | "disabled" | "in_appeal" | "archived" | "deleted";
  /** The vendor's word or words for why. */
  reason?: string | null;
  /** Its code, capitals and `_`. */
  reasonCode?: string;
  /** What the vendor says to do. */
  recommendation?: string;
  quality?: "green" | "yellow" | "red" | "unknown";
  /** What it counts as now, lower case. */
  category?: string;
  /** What it will count as, where the vendor warns. */
  becomesCategory?: string;
  providerTimestamp?: string | null;
}

export type NumberQuality = "green" | "yellow" | "red" | "unknown";
/** What the vendor lets a number do. */
export type NumberStanding = "ok" | "flagged" | "restricted" | "banned";

/** How a number of ours, or the account that it belongs to, stands at the vendor. Only what is told is there. */
export interface NumberNews {
  type: "number_news";
  quality?: NumberQuality;
  /** People who may be written to first in a moving 24 hours; null: as many as there are. */
  limit?: number | null;
  standing?: NumberStanding;
  /** The vendor's words, for staff. */
  detail?: string;
  /** It went wrong without a message of ours: an incident, not a standing. */
  isError?: true;
  providerTimestamp?: string | null;
}

/** The customer pressed WhatsApp's own switch for offers from this business. */
export interface Preference {
  type: "preference";
  chat: Chat;
  marketing: "stop" | "resume";
  providerTimestamp: string | null;
}

/** What the reader takes an answer for; `field:<key>` is a field of the company's own. */
export const answerMeanings = [
  "phone",
  "email",
  "full_name",
  "first_name",
  "last_name",
  "company",
  "street",
  "city",
  "region",
  "postal_code",
  "country",
  "job_title",
  "ignore",
] as const;
export type AnswerMeaning = (typeof answerMeanings)[number] | `field:${string}`;

/** One answer of a form, as it was given. */
export interface LeadAnswer {
  /** The source's own name for the question: a column, a slug, an id. Forms' mappings go by it. */
  name: string;
  /** The question as people read it, where the source tells. */
  label?: string;
  values: string[];
  as?: AnswerMeaning;
  /** Read as a number, whatever the question was: a mapping may say later that it is one. Only where it has enough digits. */
  phone?: Phone;
  /** Trimmed and lower case; only where it is an address. */
  email?: string;
}

export interface LeadConsent {
  /** The source's own name for the box. */
  key: string;
  /** Exactly as they were shown. */
  words?: string;
  version?: string;
  isTicked: boolean;
}

/** Somebody asked to be contacted: one submission. Ids are text, exactly as the source wrote them. */
export interface LeadSubmitted {
  type: "lead";
  /** `meta_ads`, `google_ads`, `import`, `api`, `whatsapp`. */
  source: string;
  /** What the source knows the submission by; unique in the source. */
  externalId: string;
  isTest?: boolean;
  formId?: string | null;
  formName?: string | null;
  pageId?: string | null;
  campaignId?: string | null;
  campaignName?: string | null;
  adsetId?: string | null;
  adsetName?: string | null;
  adId?: string | null;
  adName?: string | null;
  /** `fb`, `ig`, … */
  platform?: string | null;
  isOrganic?: boolean | null;
  /** `{gclid}` */
  clickIds?: Record<string, string>;
  answers: LeadAnswer[];
  consents?: LeadConsent[];
  /** When it was filled in, ISO 8601 UTC; null: the source does not tell. */
  providerTimestamp: string | null;
}

/** A source says that there is a lead, and not what it says: a task fetches it. */
export interface LeadNotice
  extends Pick<LeadSubmitted, "source" | "externalId" | "isTest" | "formId" | "pageId" | "adId" | "adsetId"> {
  type: "lead_notice";
  providerTimestamp: string | null;
}

export interface Ignored {
  type: "ignored";
  reason: IgnoredReason;
  /** What exactly, in few words: the unknown event's name, the protocol type. */
  detail?: string;
  /** Somebody wrote, and we cannot tell who. */
  look?: Look;
}

/** One delivery, read. */
export interface ParsedDelivery {
  /** The vendor's own name for it, e.g. `messages.upsert`, `call.ended`; for a workflow body what its author typed. */
  eventType: string;
  /** What the vendor knows our number by that it is about, where it names one. Of a value that names another, that one. */
  account?: string | null;
  values: DomainValue[];
}
