import type * as z from "zod/mini";
import type { Language } from "../base/language.ts";
import type { PassKind } from "../model/codes.ts";
import type { SentMediaKind } from "../model/content.ts";
import type { CallEnded, LeadSubmitted, ParsedDelivery } from "../model/domain-value.ts";
import type { LookupFailure, Provider } from "../model/provider.ts";
import type { ListedTemplate, TemplateCategory, TemplateDraft, TemplateState } from "../model/template.ts";
import type { Finding } from "./shared/finding.ts";

/** A vendor's variables of the environment that are set, by their names, trimmed and valid. */
export type Values = Readonly<Record<string, string | undefined>>;

export interface Variable {
  /** `WHATSAPP_API_TOKEN` */
  name: string;
  /** What its text must be: the product does not start with another. */
  schema: z.core.$ZodType<string>;
  /** Never shown, never stored: also taken out of every body that is kept. */
  isSecret: boolean;
  /** Used where it is not set. */
  fallback?: string;
  /** Another vendor's, which serves here too: it says nothing of this one's being in use. */
  isShared?: true;
  /** What the doctor says of a value that the product starts with and that cannot be right. */
  doubt?: { unless: RegExp; text: string; todo: string };
}

/** What the doctor says where none of these variables is set, and the vendor is in use (vendors-in-use.ts). */
export interface Need {
  anyOf: readonly string[];
  /** `Nothing can be sent` */
  lost: string;
  /** `the API key of your session`: what it is set to, and where that is found. */
  value: string;
}

export interface IncomingRequest {
  headers: Headers;
  url: URL;
  rawBody: Uint8Array<ArrayBuffer>;
}

/** What verifying tells beside that it is genuine. */
export interface Proof {
  /** It came with a signature over its bytes: told again with a kept body. */
  isSigned: boolean;
}

/** A body whose proof was given, now or when it came. */
export interface KeptBody extends Proof {
  rawBody: Uint8Array;
  contentType: string | null;
}

export interface Reading {
  /** ISO 3166-1 alpha-2, for numbers without a country code. */
  defaultCountry: string;
  /** Which field of a body that customers wrote is which; empty where the vendor's are its own. */
  mapping: Readonly<Record<string, string>>;
}

/** Reads a body; throws Problem when it cannot be read. Pure. */
export type Reader = (kept: KeptBody, reading: Reading) => { delivery: ParsedDelivery; body: unknown };

export interface Webhook {
  /** `/webhook/cloudtalk`; vercel.json lists it too. */
  path: string;
  /** POST delivers; GET is the vendor's question whether the address is ours. */
  methods: readonly ("GET" | "POST")[];
  maxBytes: number;
  /**
   * Answers the vendor's question. Throws Problem: `not_configured` 503, `forbidden` 403; is asked again with a channel's own secrets
   * then.
   */
  handshake?(url: URL, values: Values): Response;
  /** On the raw bytes, in constant time. Throws Problem: `not_configured` 503, `unauthorized` 401. */
  verify(request: IncomingRequest, values: Values): Proof | Promise<Proof>;
  /** How a body that was kept as rejected is answered, where its status says the wrong thing to this vendor. */
  answerRejected?(): Response;
  /** How a delivery that is kept is answered; absent: by what became of it. */
  answerTaken?(): Response;
  /** What a refusal says beside our own `error`, where the vendor shows its users words of its own choosing. */
  refusal?(message: string): Record<string, unknown>;
}

/** What it posts to us. All its addresses have one reader: a kept body does not say at which it came. */
export interface Events {
  webhooks: readonly Webhook[];
  /** What is lost with a body that cannot be read. */
  brings: "calls" | "messages" | "leads";
  /** Its bodies are written by the customer, who may say which field is which. */
  isMapped: boolean;
  /**
   * Nothing covers what its bodies say, and whoever learns the address can write them: what they bring may be added, and a stop is
   * heeded. It opts nobody in, deletes nothing, and makes two people one for nobody (supabase/schemas/events/unproved.sql).
   */
  addsOnly?: true;
  /** Kinds of events (`ParsedDelivery.eventType`) that the monitor waits for one by one; `words.heard` says what each brings. */
  kinds: readonly string[];
  reader(): Promise<Reader>;
}

/** What a file of one kind may be, to be sent. */
export interface MediaLimit {
  maxBytes: number;
  /** MIME types of the bytes; null: whatever we keep. */
  types: readonly string[] | null;
  /** Words may stand under it. */
  caption: boolean;
}
export type MediaLimits = Readonly<Partial<Record<SentMediaKind, MediaLimit>>>;

/** What a number at this vendor can do. */
export interface Capabilities {
  /** Sends that may be in flight at once on one channel. */
  maxInFlight: number;
  /** Sends that one number may make in a second, where the vendor counts them so; a channel without a pace of its own goes by it. */
  perSecond?: number;
  /** Hours since the person's last message in which free text may leave; null: always. After it only reviewed texts. */
  windowHours: number | null;
  templates: boolean;
  /** The vendor tells what it sent when asked. */
  sentLog: boolean;
  /** People may be hidden behind LIDs, and the vendor tells whose they are. */
  lids: boolean;
  /** Files that people send can be had. */
  media: boolean;
  /** Files that it can send; absent: none. */
  attachments?: MediaLimits;
  /** A customer can be shown that we have read, and that an answer is being written. */
  marksRead?: boolean;
  /** People whose number WhatsApp hides can be written to, by the id that they have at this vendor (`Chat.bsuid`). */
  writesToIds?: boolean;
  /** An answer can name the message that it answers (`Outgoing.quoted`). */
  quotes?: boolean;
  /** Which texts it approved it tells nobody: staff write it (no `Numbers.templates`). */
  templatesByHand?: boolean;
  /** The vendor gives the code with which a phone links the number again. */
  connectionQr?: boolean;
  /** One secret proves the events of several numbers, and each names its own: what names another is not this one's. */
  sharesSecret?: boolean;
  /** Its events name no number, and each number has a secret of its own: what the environment's proves is of the environment's number. */
  ownSecret?: boolean;
}

export interface Credential {
  /** `apiKey` */
  name: string;
  schema: z.core.$ZodType<string>;
  isSecret: boolean;
  isOptional: boolean;
  /** Without it the number lacks these capabilities. */
  opens?: readonly ("sentLog" | "lids" | "media" | "templates" | "connectionQr")[];
  words: Record<Language, { label: string; hint: string }>;
}

export type Credentials = Readonly<Record<string, string>>;

/** What is wrong with a text, as its author can mend it. */
export const templateRefusals = [
  "name_exists",
  "name_blocked",
  "in_review",
  "too_long",
  "bad_header",
  "bad_body",
  "bad_footer",
  "too_many_variables",
  "variable_at_edge",
  "limit_reached",
  "refused",
] as const;
export type TemplateRefusal = (typeof templateRefusals)[number];

export type TemplateAnswer =
  /** Null where the answer does not say. */
  | { kind: "done"; id: string | null; state: TemplateState | null; category: TemplateCategory | null }
  /** `message` is the vendor's own words. */
  | { kind: "refused"; code: TemplateRefusal; message: string }
  | { kind: "retry"; code: string; message: string; waitMs: number | null };

export type TemplateList =
  /** `next`: what the next page is asked for with; null after the last one. */
  | { kind: "page"; templates: ListedTemplate[]; next: string | null }
  | { kind: "failed"; code: string; message: string; waitMs: number | null };

/** The texts that a vendor reviews before they may begin a conversation. Never throws. */
export interface TemplateDesk {
  list(cursor: string | null): Promise<TemplateList>;
  create(draft: TemplateDraft): Promise<TemplateAnswer>;
  /** Replaces all of it but its name, language and category. */
  edit(id: string, draft: TemplateDraft): Promise<TemplateAnswer>;
  remove(id: string, name: string): Promise<TemplateAnswer>;
}

/** WhatsApp numbers at this vendor. */
export interface Numbers {
  capabilities: Capabilities;
  credentials: readonly Credential[];
  /** What the vendor knows the number by, as its events name it (`ParsedDelivery.account`); null where they do not. */
  account(credentials: Credentials): string | null;
  /** What a new number may send at; absent: the environment's pace, which is an unofficial gateway's. 0: as fast as may be in flight; no cap. */
  pace?: { minIntervalMs: number; dailyLimit: number };
  /** Those of the environment's own channel at this vendor; null where they are not complete. */
  fromEnvironment(values: Values): Credentials | null;
  /** Those of a channel as the variables with which its webhooks are verified; absent where the environment's serve all. */
  asVariables?(credentials: Credentials): Values;
  /** `values`: what the environment says of the vendor beside credentials, an address say. */
  provider(): Promise<(credentials: Credentials, values: Values) => Provider>;
  /** Where it reviews texts (`capabilities.templates`); absent where that is done elsewhere. */
  templates?(): Promise<(credentials: Credentials, values: Values) => TemplateDesk>;
}

/** Something that works where all these variables are set. */
export interface Part<Work> {
  needs: readonly string[];
  load(): Promise<(values: Values) => Work>;
}

/** A row of the vendor's own list of calls. */
export interface ListedCall {
  call: CallEnded & { callId: string; endedAtUtc: string };
  /** By then a webhook that tells of it has certainly left. */
  toldBy: Date;
  /** As the vendor sent it. */
  row: unknown;
}

export interface CallWindow {
  from: Date;
  until: Date;
  defaultCountry: string;
}

/** Why a list cannot be read just now. */
export interface ListFailure extends LookupFailure {
  /** Null without an answer. */
  httpStatus: number | null;
}

export type CallList =
  | { kind: "page"; calls: ListedCall[]; lastPage: number }
  | { kind: "failed"; failure: ListFailure };

/** The vendor's own list of calls, to find those of which nobody told us: one page, from 1. Never throws. */
export type ListCalls = (window: CallWindow, page: number) => Promise<CallList>;

/** Why a lead, or a list of them, cannot be had just now, or ever (`failed`). `message` is for staff. */
export interface LeadRefusal {
  kind: "retry" | "failed";
  code: string;
  message: string;
  /** Null: as soon as the caller likes. */
  waitMs: number | null;
}

export type LeadAnswerOfDesk = { kind: "lead"; lead: LeadSubmitted } | LeadRefusal;

export type LeadPage =
  /** `row`: as the vendor sent it. `next`: what the next page is asked for with; null after the last one. */
  { kind: "page"; leads: { lead: LeadSubmitted; row: unknown }[]; next: string | null } | LeadRefusal;

export type LeadToken =
  /** `endsAt` null: never. `mayReadLeads` null: the vendor does not tell. */
  { kind: "token"; isValid: boolean; endsAt: Date | null; mayReadLeads: boolean | null } | LeadRefusal;

/** What a vendor that only announces leads knows of them. Never throws. */
export interface LeadDesk {
  lead(id: string): Promise<LeadAnswerOfDesk>;
  /** Of one form, those since then. */
  list(form: string, since: Date, cursor: string | null): Promise<LeadPage>;
  token(): Promise<LeadToken>;
}

/** Leads that are announced and have to be fetched. */
export interface Leads {
  /** `LeadSubmitted.source` of its leads. */
  source: string;
  isAble(values: Values): boolean;
  load(): Promise<(values: Values, outside: { fetch: typeof fetch; defaultCountry: string }) => LeadDesk>;
}

/** That a bill is in, or no longer, to be written where the callers' people see it. */
export interface BillNews {
  kind: "tag" | "activity";
  /** False: it was told, and the confirmation has been taken back since. */
  isIn: boolean;
  /** Id of our call. */
  externalId: number;
  /** The vendor's contact, where an event or an earlier try named it. */
  contactId: string | null;
  /** E.164. */
  phone: string | null;
  /** When it was confirmed or taken back; ISO 8601. */
  at: string;
  /** `https://host` of the monitor, for links; null leaves them out. */
  publicUrl: string | null;
}

export type WriteResult =
  | { kind: "done"; contactId: string }
  | { kind: "retry"; code: string; message: string; waitMs: number | null }
  | { kind: "failed"; code: string; message: string };

/** Tells the vendor. Never throws. */
export type WriteBack = (news: BillNews) => Promise<WriteResult>;

/** Each of its forms may prove itself with a secret of its own, made on the monitor. */
export interface FormKeys {
  /** In the page's address: `google`. */
  slug: string;
  /** Characters of a new key: as many as the vendor's field takes. */
  length: number;
  /** A key as the variables with which its webhooks are verified. */
  asVariables(key: string): Values;
}

/** A delivery by which the doctor sees who gets in. It must have no effect. */
export interface TrialDelivery {
  path: string;
  /** The variable whose secret lets it in. */
  variable: string;
  body: string;
  /** Headers of who does not know the secret. */
  strange: Record<string, string>;
  /** Of who does; null where it is not in this environment. */
  known: Record<string, string> | null;
}

export interface Doctor {
  trials(values: Values): TrialDelivery[];
  /** Asks the vendor itself. `url` is the deployment's origin. */
  check?(values: Values, url: string | null, outside: typeof fetch): Promise<Finding[]>;
}

export interface VendorWords {
  /** In lists: `CloudTalk (calls)` */
  source: string;
  /** How its events begin to come, before the address that they go to. */
  connect: string;
  /** Where nothing has ever come from it: what is not seen then, and what to look at. */
  never: string;
  /** What to look at when nothing comes from it any more. */
  silent: string;
  /** What each of `events.kinds` brings, and where it is switched on. */
  heard: Record<string, string>;
  /** Why a channel cannot send, and what to do, by pause reason. */
  reasons: Record<string, string>;
  remedies: Record<string, string>;
  /** The same as what happened, for an alert; also `unauthorized`: it does not take our key for its lists. */
  alerts: Record<string, string>;
  /** Of what is found by asking: which keys it takes, and what to do where they are refused. */
  passes: Partial<Record<PassKind, { keys: string; unauthorized: string }>>;
}

/** An outsider whom we speak with: all that the rest of the product knows of it. One folder, and a line in vendors.ts. */
export interface Vendor {
  /** Stable, `[a-z_]`: in rows, in addresses. */
  name: string;
  /** As people write it. */
  title: string;
  variables: readonly Variable[];
  needs: readonly Need[];
  events?: Events;
  numbers?: Numbers;
  calls?: Part<ListCalls>;
  writeBack?: Part<WriteBack>;
  formKeys?: FormKeys;
  leads?: Leads;
  doctor?(): Promise<Doctor>;
  words: Record<Language, VendorWords>;
}
