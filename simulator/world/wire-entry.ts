import type { Line } from "./line.ts";

export type Service = Line | "cloudtalk" | "google";

/** A request that one of the pretend vendors received. */
export interface ApiRequest {
  kind: "request";
  id: number;
  service: Service;
  at: number;
  method: string;
  path: string;
  body: unknown;
  /** Null while it is being answered, or when the connection ended without an answer. */
  status: number | null;
  answer: unknown;
  /** Why there is no answer, or what a switch did. */
  note: string | null;
  endedAt: number | null;
}

/** A webhook the simulator posted to the product. */
export interface WebhookPost {
  kind: "webhook";
  id: number;
  at: number;
  source: Service;
  method: "POST" | "GET";
  event: string;
  path: string;
  body: unknown;
  attempts: WebhookAttempt[];
  /** Waiting for the session to come back. */
  held: boolean;
  /** Lost on purpose: it was never sent. */
  lost: boolean;
}

export interface WebhookAttempt {
  at: number;
  /** Null when nobody answered. */
  status: number | null;
  /** The start of the answer, or what went wrong. */
  answer: string;
}

export type WireEntry = ApiRequest | WebhookPost;

export function isTaken(post: WebhookPost): boolean {
  return post.attempts.some((attempt) => attempt.status !== null && attempt.status < 300);
}
