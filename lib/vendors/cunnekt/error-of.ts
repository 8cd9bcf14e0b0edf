import type { SendOutcome } from "../../model/provider.ts";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { readError } from "../shared/whatsapp/read-error.ts";

type CodeOf<Kind extends SendOutcome["kind"]> = Extract<SendOutcome, { kind: Kind; code: string }>["code"];
export interface Sorted {
  means:
    | { kind: "failed"; code: CodeOf<"failed"> }
    | { kind: "uncertain"; code: CodeOf<"uncertain"> }
    | {
        kind: "not_sent";
        code: CodeOf<"not_sent">;
        pause: "bad_key" | "plan_ended" | null;
        retryAfterMs: number | null;
        only?: "recipient";
      };
  text: string;
}

const failed = (code: CodeOf<"failed">): Sorted["means"] => ({ kind: "failed", code });
const waiting = (retryAfterMs: number | null): Sorted["means"] => ({
  kind: "not_sent",
  code: "rate_limited",
  pause: null,
  retryAfterMs,
});

/** Cunnekt documents no errors of its own; what is passed on of WhatsApp's has Meta's codes (docs, error codes). */
const metas: Record<number, Sorted> = {
  470: {
    means: failed("window_closed"),
    text: "The person has not written for 24 hours: only a template may leave",
  },
  131047: {
    means: failed("window_closed"),
    text: "The person has not written for 24 hours: only a template may leave",
  },
  131026: { means: failed("not_on_whatsapp"), text: "WhatsApp cannot deliver to this number" },
  131049: { means: failed("not_now"), text: "WhatsApp keeps this message from the person" },
  131050: { means: failed("stopped_marketing"), text: "The person wants no offers from this number" },
  132000: { means: failed("template_refused"), text: "The template does not take these values" },
  132001: { means: failed("template_refused"), text: "There is no such template in this language" },
  132007: { means: failed("template_refused"), text: "The template's content breaks a rule of WhatsApp" },
  132012: { means: failed("template_refused"), text: "The template does not take these values" },
  132015: { means: failed("template_refused"), text: "The template is paused" },
  132016: { means: failed("template_refused"), text: "The template is disabled" },
  130429: { means: waiting(5_000), text: "The number's throughput was reached" },
  131056: {
    means: { kind: "not_sent", code: "rate_limited", pause: null, retryAfterMs: null, only: "recipient" },
    text: "Too many messages to this person in a short time",
  },
};

/** Null for a code that says nothing here: the HTTP status does. */
export function meaningOf(code: number | null): Sorted | null {
  return code !== null && Object.hasOwn(metas, code) ? metas[code]! : null;
}

/** Meta's `{error: {code, message}}`, or whatever words there are. */
export function errorOf(body: JsonRecord): { code: number | null; words: string } {
  const { code, words } = readError(body.error);
  const told = [words, body.error, body.message, asRecord(body.data).message, body.status];
  return { code, words: told.map(asText).find((text) => text !== null) ?? "" };
}
