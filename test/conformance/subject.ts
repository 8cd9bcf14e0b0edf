import type { Provider, SendOutcome } from "../../lib/model/provider.ts";
import type { Vendor } from "../../lib/vendors/vendor.ts";

export interface HttpAnswer {
  status: number;
  body: object | string;
  headers?: Record<string, string>;
}

/** A vendor, and what a test must know of it to see whether it keeps its promises: its fixtures. */
export interface Subject {
  vendor: Vendor;
  /** In which all of it works. */
  env: Record<string, string>;
  events?: {
    /** Where the effect of a delivery is seen. */
    table: "cloudtalk_calls" | "whatsapp_messages" | "leads";
    /** A body with one effect, another for each number. */
    delivery(n: number): Record<string, unknown>;
    /** Headers that prove it, and those of somebody who does not know the secret. */
    genuine(body: string): Record<string, string>;
    wrong(body: string): Record<string, string>;
    /** Where it asks with GET: queries, and the answer to the right one. */
    handshake?: { right: string; answer: string; wrong: string };
  };
  numbers?: {
    /** Stands for the secret that its requests show, whatever the vendor calls it: it may be told nowhere. */
    apiKey: string;
    /** `apiUrl` is the part of its addresses that a test server takes the place of. */
    create(options: { apiUrl: string; apiKey: string; timeoutMs?: number; fetch?: typeof fetch }): Provider;
    /** Answers to a send, and how each is sorted: each of the four ways is there. */
    answers: [scenario: string, answer: HttpAnswer, outcome: Partial<SendOutcome>][];
  };
  /** An answer of each part that says all is well. */
  calls?: { page: HttpAnswer; callIds: string[] };
  writeBack?: { done: HttpAnswer; noContact: HttpAnswer };
}
