import { expect, test } from "vitest";
import { type CallFacts, decideCall } from "../../lib/calls/decide-call.ts";
import type { Phone, VerdictCode } from "../../lib/events/domain-value.ts";

const mobile: Phone = { e164: "+393330001001", raw: "393330001001", problem: null };
const withheld: Phone = { e164: null, raw: null, problem: "withheld" };

function call(facts: Partial<CallFacts> = {}): CallFacts {
  return {
    type: "call_ended",
    bodyKind: "workflow",
    ended: true,
    callId: "1",
    callUuid: null,
    keys: ["id:1"],
    direction: "outgoing",
    phone: mobile,
    internalNumber: null,
    contactName: null,
    company: null,
    agentId: null,
    agentName: null,
    agentEmail: null,
    startedAt: null,
    answeredAt: null,
    endedAt: null,
    talkingSeconds: 60,
    waitingSeconds: null,
    isVoicemail: false,
    doNotSend: false,
    tags: null,
    disposition: null,
    recordingUrl: null,
    customFields: {},
    ...facts,
  };
}

const open = false;
const final = true;

test.each<[scenario: string, facts: Partial<CallFacts>, code: VerdictCode, final: boolean]>([
  ["an answered call with a mobile", {}, "default_rule", open],
  ["a later fact is judged as if the call had ended", { ended: false }, "default_rule", open],
  ["nothing is known of the talk", { talkingSeconds: null, isVoicemail: null }, "default_rule", open],
  ["no direction", { direction: null }, "default_rule", open],
  ["missed on one leg, talked on another", { unansweredStatus: "missed" }, "default_rule", open],
  ["talking time 0", { talkingSeconds: 0 }, "unanswered", final],
  [
    "a missed word and no talking time",
    { talkingSeconds: null, unansweredStatus: "busy" },
    "unanswered",
    final,
  ],
  ["voicemail, though it lasted", { isVoicemail: true }, "voicemail", final],
  ["voicemail and talking time 0", { isVoicemail: true, talkingSeconds: 0 }, "voicemail", final],
  ["between colleagues", { direction: "internal" }, "internal_call", final],
  ["a supervisor listening in", { direction: "monitor" }, "internal_call", final],
  ["a fixed line", { phone: { ...mobile, problem: "fixed_line" } }, "fixed_line", final],
  ["no number", { phone: withheld }, "withheld", open],
  ["an extension", { phone: { e164: null, raw: "104", problem: "internal" } }, "internal", open],
  ["an unreadable number", { phone: { e164: null, raw: "x", problem: "invalid" } }, "invalid", open],
  ["a told fact outweighs a missing one", { phone: withheld, talkingSeconds: 0 }, "unanswered", final],
  ["do not send", { doNotSend: true }, "do_not_send", final],
  [
    "do not send wins over everything",
    { doNotSend: true, direction: "internal", isVoicemail: true, talkingSeconds: 0, phone: withheld },
    "do_not_send",
    final,
  ],
])("%s", (_scenario, facts, code, isFinal) => {
  const verdict = decideCall(call(facts));
  expect(verdict).toMatchObject({ code, final: isFinal, send: code === "default_rule" });
  expect(verdict.reason).toMatch(/^[A-Z].*\.$/);
});

test("the reason tells the fact", () => {
  expect(decideCall(call({ talkingSeconds: 0 })).reason).toBe(
    "The call was not answered (talking time 0 s).",
  );
  expect(decideCall(call({ talkingSeconds: null, unansweredStatus: "no-answer" })).reason).toBe(
    'The call was not answered (status "no-answer").',
  );
});
