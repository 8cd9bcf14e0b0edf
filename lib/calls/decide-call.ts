import type { CallEnded, Phone, Verdict } from "../events/domain-value.ts";

/** All of a call but what the rules say of it. */
export interface CallFacts extends Omit<CallEnded, "verdict"> {
  /**
   * The source's own word for "nobody answered" (`missed`, `busy`), where it has one. CloudTalk's workflow
   * and native bodies have none and leave it to the talking time.
   */
  unansweredStatus?: string | null;
}

/**
 * The default rule: after every call with somebody, on a number that WhatsApp can reach. Judged as if the
 * call had ended. Refusals that rest on a told fact come first, as they are final.
 */
export function decideCall(facts: CallFacts): Verdict {
  if (facts.doNotSend) return final("do_not_send", "The call's data says not to send a message.");
  if (facts.direction === "internal" || facts.direction === "monitor") {
    return final("internal_call", `There is no customer on this call (direction "${facts.direction}").`);
  }
  if (facts.isVoicemail) return final("voicemail", "The call ended in voicemail.");
  if (facts.talkingSeconds === 0) {
    return final("unanswered", "The call was not answered (talking time 0 s).");
  }
  // A talking time above 0 outweighs the word: a transferred call can be "missed" on one leg.
  if (facts.unansweredStatus && facts.talkingSeconds === null) {
    return final("unanswered", `The call was not answered (status "${facts.unansweredStatus}").`);
  }
  return refusedByPhone(facts.phone) ?? sent;
}

const sent: Verdict = {
  send: true,
  code: "default_rule",
  reason: "The customer's number can be reached on WhatsApp, and nothing speaks against a message.",
  final: false,
};

function refusedByPhone(phone: Phone): Verdict | null {
  switch (phone.problem) {
    case null:
      return null;
    case "fixed_line":
      return final(
        "fixed_line",
        "The number is a fixed line or a service number, which WhatsApp cannot reach.",
      );
    case "withheld":
      return open("withheld", "The customer's number is withheld or missing.");
    case "internal":
      return open("internal", "The number is an extension or a line of ours, not a customer's.");
    case "invalid":
      return open("invalid", "The customer's number is not a valid phone number.");
  }
}

function final(code: Verdict["code"], reason: string): Verdict {
  return { send: false, code, reason, final: true };
}

/** Gives way to a later body that brings the number. */
function open(code: Verdict["code"], reason: string): Verdict {
  return { send: false, code, reason, final: false };
}
