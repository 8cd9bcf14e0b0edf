import type { ConnectionStatus, MessageStatus } from "../events/domain-value.ts";

/**
 * A WhatsApp provider as the outbox sees it. One folder a provider beside this file; every one passes
 * the same conformance cases (`test/providers`).
 */
export interface Provider {
  name: "wasender";
  /** Sends that may be in flight at once on one channel. */
  maxInFlight: number;
  /** One provider call, at most `timeoutMs` long. Never throws: every answer is sorted. */
  send(message: OutgoingText): Promise<SendOutcome>;
  /** Joins the provider's own message id to WhatsApp's. Never throws. */
  messageInfo(providerMessageId: string): Promise<MessageInfo>;
  /** Asks whether the channel can send. Never throws. */
  channelStatus(): Promise<ChannelProbe>;
}

export interface OutgoingText {
  /** E.164 with its `+`. */
  to: string;
  text: string;
}

export type PauseReason = "bad_key" | "plan_ended" | "session_down";

/** The four ways a send can end, see docs/architecture.md. `message` is for staff, without secrets. */
export type SendOutcome =
  | {
      kind: "accepted";
      providerMessageId: string | null;
      httpStatus: number;
      /** How long the provider asks us to wait before the next one, in ms. */
      retryAfterMs: number | null;
    }
  | {
      /** Provably never left: it may be tried again. */
      kind: "not_sent";
      code: "rate_limited" | "session_down" | "bad_key" | "plan_ended" | "unreachable";
      message: string;
      httpStatus: number | null;
      /** The provider's own wait, in ms. */
      retryAfterMs: number | null;
      /** Set when no message at all can leave until someone, or time, mends the channel. */
      pause: PauseReason | null;
    }
  | {
      /** Refused for good. */
      kind: "failed";
      code: "not_on_whatsapp" | "refused";
      message: string;
      httpStatus: number;
    }
  | {
      /** Nobody knows whether it left. Never repeated by itself. */
      kind: "uncertain";
      code: "timeout" | "connection_lost" | "server_error" | "unreadable_answer";
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

export type ChannelProbe =
  | { kind: "status"; status: ConnectionStatus }
  | { kind: "refused"; pause: "bad_key" | "plan_ended"; message: string }
  | { kind: "unknown"; message: string };
