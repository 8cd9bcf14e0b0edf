import type * as z from "zod/mini";
import type { Language } from "../base/language.ts";
import type { ParsedDelivery } from "../model/domain-value.ts";
import type { Provider } from "../model/provider.ts";

/** A vendor's variables of the environment that are set, by their names, trimmed and valid. */
export type Values = Readonly<Record<string, string | undefined>>;

export interface Variable {
  /** `WHATSAPP_API_TOKEN` */
  name: string;
  /** What its text must be. */
  schema: z.core.$ZodType<string>;
  /** Never shown, never stored: also taken out of every body that is kept. */
  isSecret: boolean;
  /** Used where it is not set. */
  fallback?: string;
  /** What the doctor says where it is not set: one sentence, what does not work without it and where to find it. */
  whenMissing: string;
}

export interface IncomingRequest {
  headers: Headers;
  url: URL;
  rawBody: Uint8Array<ArrayBuffer>;
}

/** What verifying tells beside that it is genuine. */
export interface Proof {
  /** It came with a signature over its bytes. */
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
  /** Its bodies are written by the customer, who may say which field is which. */
  isMapped: boolean;
  /** Answers the vendor's question. Throws Problem as `verify` does. */
  handshake?(url: URL, values: Values): Response;
  /** On the raw bytes, in constant time. Throws Problem: `not_configured` 503, `unauthorized` 401. */
  verify(request: IncomingRequest, values: Values): Proof;
  reader(): Promise<Reader>;
  /** How a body that was kept as rejected is answered, where its status says the wrong thing to this vendor. */
  answerRejected?(): Response;
}

/** What a number at this vendor can do. */
export interface Capabilities {
  /** Sends that may be in flight at once on one channel. */
  maxInFlight: number;
  /** Hours since the person's last message in which free text may leave; null: always. */
  windowHours: number | null;
  templates: boolean;
  /** The vendor tells what it sent when asked. */
  sentLog: boolean;
}

export interface Credential {
  /** `apiKey` */
  name: string;
  schema: z.core.$ZodType<string>;
  isSecret: boolean;
  isOptional: boolean;
  words: Record<Language, { label: string; hint: string }>;
}

export type Credentials = Readonly<Record<string, string>>;

/** WhatsApp numbers at this vendor. */
export interface Numbers {
  capabilities: Capabilities;
  credentials: readonly Credential[];
  /** What the vendor knows the number by, as its events name it; null where they do not. */
  account(credentials: Credentials): string | null;
  /** Those of the environment's own channel; null where they are not set. */
  fromEnvironment(values: Values): Credentials | null;
  provider(): Promise<(credentials: Credentials) => Provider>;
}

export interface VendorWords {
  /** Why a channel cannot send, and what to do, by pause reason. */
  reasons: Record<string, string>;
  remedies: Record<string, string>;
  /** What to look at when nothing comes from it any more. */
  silent: string;
}

/** An outsider whom we speak with: all that the rest of the product knows of it. One folder, and a line in vendors.ts. */
export interface Vendor {
  /** Stable, `[a-z_]`: in rows, in addresses. */
  name: string;
  /** As people write it. */
  title: string;
  variables: readonly Variable[];
  webhooks: readonly Webhook[];
  numbers?: Numbers;
  words: Record<Language, VendorWords>;
}
