import type { SendOutcome } from "../../model/provider.ts";

/** The vendor takes nothing of this kind from us: no call is made. */
export function unsupported(kind: string): SendOutcome {
  return notTaken(`This number cannot send messages of the kind "${kind}".`);
}

/** The vendor knows people by their numbers alone. */
export function needsPhone(): SendOutcome {
  return notTaken("This number cannot write to somebody whose phone number WhatsApp hides.");
}

/** `message`: one sentence, why no vendor is asked. */
export function notTaken(message: string): SendOutcome {
  return { kind: "failed", code: "unsupported_content", message, httpStatus: null };
}
