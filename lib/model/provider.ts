import type { ConnectionStatus, LookupCode, PauseReason, sendCodes } from "./codes.ts";
import type { Outgoing } from "./content.ts";
import type { MediaSource, MessageStatus } from "./domain-value.ts";

/**
 * A WhatsApp provider as the outbox sees it. Every vendor's passes
 * the same cases (`test/conformance/provider.test.ts`).
 */
export interface Provider {
  /** The vendor's, as the list of vendors has it. */
  name: string;
  /** Sends that may be in flight at once on one channel. */
  maxInFlight: number;
  /** One provider call, at most `timeoutMs` long. Never throws: every answer is sorted. */
  send(message: Outgoing): Promise<SendOutcome>;
  /** Joins the provider's own message id to WhatsApp's. Never throws. */
  messageInfo(providerMessageId: string): Promise<MessageInfo>;
  /**
   * Shows the customer that a message of theirs, and all before it, was read; `typing`: and that an answer is being written. Absent
   * where the vendor has nothing of the kind. Answers whether it took it. Never throws.
   */
  markRead?(whatsappId: string, more?: { typing?: boolean }): Promise<boolean>;
  /** Asks whether the channel can send. Never throws. */
  channelStatus(): Promise<ChannelProbe>;
  /** The phone behind a LID, `<digits>@lid`. Absent where there are no LIDs. Never throws. */
  phoneOfLid?(lid: string): Promise<LidLookup>;
  /** Where a customer's file can be had, decrypted, for a short while. Absent where nothing can be sent. Never throws. */
  mediaLink?(whatsappId: string, source: MediaSource): Promise<MediaLink>;
  /** The LID of a phone, E.164. Absent where there are no LIDs. Never throws. */
  lidOfPhone?(phone: string): Promise<PhoneLookup>;
  /** One page of the provider's own log of sends, from 1. Absent without the keys for it. Never throws. */
  sentLog?(page: number): Promise<SentLog>;
  /**
   * What a phone scans to link the number again; asked anew every few seconds, as each code lives for seconds. Begins the linking where
   * nothing waits to be scanned. Absent where the vendor gives none, or without the keys for it. Never throws.
   */
  connectionQr?(): Promise<ConnectionQr>;
}

export type ConnectionQr =
  /** A credential: never logged, never stored. `expiresAt`: ISO 8601. */
  | { kind: "qr"; data: string; expiresAt: string }
  | { kind: "connected" }
  /** Neither linked nor to be scanned yet. */
  | { kind: "waiting" }
  /** `message` is for staff, without secrets. */
  | { kind: "failed"; code: "bad_key" | "plan_ended" | "passkey" | "no_answer" | "refused"; message: string };

/** The four ways a send can end, see docs/architecture.md. `message` is for staff, without secrets. */
export type SendOutcome =
  | {
      kind: "accepted";
      providerMessageId: string | null;
      /** WhatsApp's own id, where the answer has it: the message need not be joined to it later. */
      whatsappId?: string | null;
      /** Taken, and kept back for a while before it goes: it may still be refused. */
      held?: true;
      httpStatus: number;
      /** How long the provider asks us to wait before the next one, in ms. */
      retryAfterMs: number | null;
    }
  | {
      /** Provably never left: it may be tried again. */
      kind: "not_sent";
      code: (typeof sendCodes.not_sent)[number];
      message: string;
      httpStatus: number | null;
      /** The provider's own wait, in ms. */
      retryAfterMs: number | null;
      /** Set when no message at all can leave until someone, or time, mends the channel. */
      pause: PauseReason | null;
      /** The wait is this person's alone: the channel goes on. */
      only?: "recipient";
    }
  | {
      /** Refused for good. */
      kind: "failed";
      code: (typeof sendCodes.failed)[number];
      message: string;
      /** Null where no call was made. */
      httpStatus: number | null;
    }
  | {
      /** Nobody knows whether it left. Never repeated by itself. */
      kind: "uncertain";
      code: (typeof sendCodes.uncertain)[number];
      message: string;
      httpStatus: number | null;
    };

export type MessageInfo =
  | {
      kind: "found";
      whatsappId: string;
      status: MessageStatus["status"] | null;
      /** Where it went, so that a LID can be learned. */
      chat: { phone: string | null; lid: string | null };
    }
  | { kind: "not_yet"; message: string };

export type LidLookup =
  | { kind: "found"; phone: string }
  /** WhatsApp does not say, or not yet. */
  | { kind: "unknown"; message: string }
  | { kind: "failed"; failure: LookupFailure };

export type MediaLink =
  /** Open to anybody who has it, or to who sends these headers with it: never logged, never stored. */
  | {
      kind: "link";
      url: string;
      headers?: Record<string, string>;
      /** Of the file, hexadecimal, as far as the vendor tells: it has one of these. */
      sha256?: readonly string[];
      /** Another address, where this one turns out to lead to nothing. */
      again?: () => Promise<MediaLink>;
    }
  /** WhatsApp has the file no longer. */
  | { kind: "gone"; message: string }
  | { kind: "failed"; failure: LookupFailure };

export type PhoneLookup =
  /** `<digits>@lid` */
  { kind: "found"; lid: string } | Exclude<LidLookup, { kind: "found" }>;

/** Why nothing can be looked up just now. */
export interface LookupFailure {
  code: LookupCode;
  /** One sentence for staff, without secrets. */
  message: string;
  /** How long to stay away, ms, where the vendor says so. */
  waitMs: number | null;
}

/** One row of the provider's log: sends through its API only, nothing typed on the phone, nothing received. */
export interface SentMessage {
  id: string;
  /** Null, like the text, when the provider keeps no contents (some keep them only when told to). */
  to: string | null;
  text: string | null;
  /** sent | in_progress | failed; anything else says nothing. */
  status: string;
  failedReason: string | null;
  /** ISO 8601 UTC. */
  createdAt: string | null;
}

export type SentLog =
  | {
      kind: "log";
      messages: SentMessage[];
      lastPage: number;
      /** Rows of the whole log, where the provider counts them. */
      total?: number | null;
    }
  | {
      kind: "failed";
      reason: "timeout" | "unreachable" | "refused" | "unreadable";
      message: string;
      /** Null without an answer. */
      httpStatus: number | null;
    };

export type ChannelProbe =
  | { kind: "status"; status: ConnectionStatus }
  | { kind: "refused"; pause: "bad_key" | "plan_ended"; message: string }
  /** `untold`: the vendor has no such question. Only a send shows it, so a paused channel is probed by one. */
  | { kind: "unknown"; message: string; untold?: true };
