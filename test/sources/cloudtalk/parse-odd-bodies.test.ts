import { describe, expect, test } from "vitest";
import { base, call, mobile, parse } from "./parsing.ts";

describe("odd values", () => {
  test.each<[scenario: string, body: object, facts: object]>([
    [
      "bare numbers",
      { callId: 7, externalNumber: 393330001001, agent_id: 5 },
      { callId: "7", agentId: "5", phone: mobile },
    ],
    [
      "the literal undefined",
      { call_id: "undefined", ...{ phone: "3330001001" }, started_at: "2026-11-16 10:00" },
      { callId: null },
    ],
    [
      "ids of zero",
      { ...base, agent_id: 0, call_uuid: "0" },
      { agentId: null, callUuid: null, keys: ["id:1"] },
    ],
    ["a uuid in capitals", { call_uuid: "ABC-1" }, { keys: ["uuid:abc-1"], callId: null }],
    ["template text", { ...base, contact_name: "{{ contacts[0].name }}" }, { contactName: null }],
    ["null contact", { ...base, contact_name: null, contact_id: null }, { contactName: null }],
    ["contacts", { ...base, contacts: [{ id: 3, name: "Rossi" }] }, { contactName: "Rossi", callId: "1" }],
    ["contacts[0].name", { ...base, "contacts[0].name": "Rossi" }, { contactName: "Rossi" }],
    [
      "contact and agent objects",
      { ...base, contact: { id: 3, name: "Rossi" }, agent: { id: 9, name: "Bo" } },
      { callId: "1", contactName: "Rossi", agentId: "9", agentName: "Bo" },
    ],
    ["agent's name in two", { ...base, agent_first_name: "Ada", agent_last_name: "" }, { agentName: "Ada" }],
    ["tags as a list", { ...base, tags: ["a", " b ", "a", ""] }, { tags: ["a", "b"] }],
    ["tags as objects", { ...base, call_tags: [{ id: 1, label: "a" }] }, { tags: ["a"] }],
    ["answered_at 0", { ...base, answered_at: "0" }, { answeredAt: null, doNotSend: false }],
    ["a unix time", { ...base, ended_at: 1763290000 }, { endedAt: "1763290000" }],
    ["talking time as a clock", { ...base, talking_time: "00:03:26" }, { talkingSeconds: 206 }],
    ["talking time 0 as a clock", { ...base, talking_time: "00:00" }, { talkingSeconds: 0, answered: false }],
    [
      "talking time in words",
      { ...base, talking_time: "long" },
      { talkingSeconds: null, customFields: { talking_time: "long" } },
    ],
    ["billsec", { ...base, billsec: "0" }, { answered: false }],
    ["voicemail as 1", { ...base, isVoicemail: 1 }, { isVoicemail: true }],
    ["voicemail sì", { ...base, is_voicemail: "Sì" }, { isVoicemail: true }],
    ["status voicemail", { ...base, call_status: "voicemail" }, { isVoicemail: true }],
    [
      "status missed",
      { ...base, status: "Missed" },
      { answered: false, unansweredStatus: "Missed", customFields: { status: "Missed" } },
    ],
    [
      "call_result no-answer beside an idle status",
      { ...base, status: "ok", call_result: "no-answer" },
      { answered: false },
    ],
    ["event call-missed", { ...base, event: "call-missed" }, { ended: true, answered: false }],
    ["answered false", { ...base, answered: "false" }, { answered: false }],
    ["inbound", { ...base, direction: "Inbound" }, { direction: "incoming" }],
    ["internal call", { ...base, direction: "internal", external_number: "104" }, { direction: "internal" }],
    [
      "a recording that is no link",
      { ...base, ended_at: "2026-11-16 10:58", recording_url: "javascript:alert(1)" },
      { recordingUrl: null },
    ],
    [
      "our own line in the customer's place",
      { ...base, internal_number: "+39 333 0001001" },
      { phone: { e164: null, problem: "internal" } },
    ],
    ["a box of properties", { event: { properties: base } }, { callId: "1", phone: mobile }],
    ["an outer id", { id: "evt-1", data: base }, { callId: "1" }],
    [
      "digits beyond 2^53 in a string",
      { ...base, call_id: "12345678901234567890" },
      { keys: ["id:12345678901234567890"] },
    ],
  ])("%s", (_scenario, body, facts) => {
    expect(call(body)).toMatchObject(facts);
  });

  test("an id beyond 2^53 keeps its digits", () => {
    expect(call('{"call_id":12345678901234567891,"phone":3330001001}').callId).toBe("12345678901234567891");
  });

  test("a form", () => {
    const form =
      "event=call-ended&call_id=5&external_number=%2B393330001001&tag=a%2Cb&Citt%C3%A0=Roma&is_voicemail=";
    const { delivery, body } = parse(form, "workflow", "application/x-www-form-urlencoded");
    expect(delivery.values).toMatchObject([
      {
        callId: "5",
        phone: { e164: "+393330001001" },
        tags: ["a", "b"],
        isVoicemail: null,
        customFields: { Città: "Roma" },
      },
    ]);
    expect(body).toMatchObject({ call_id: "5" });
  });

  test("custom fields: unknown ones stay whole, empty known ones go, template text stays", () => {
    const body = {
      ...base,
      recording_url: "",
      agent_id: "{{ event.properties.agent_id }}",
      POD: { code: "IT1" },
      note: "",
    };
    expect(call(body).customFields).toEqual({
      agent_id: "{{ event.properties.agent_id }}",
      POD: { code: "IT1" },
      note: "",
    });
  });
});

describe("whose number", () => {
  const [us, them] = ["390299990000", "393330001001"];
  test.each<[body: object, e164: string | null]>([
    [{ direction: "incoming", from: them, to: us }, "+393330001001"],
    [{ direction: "outgoing", from: us, to: them }, "+393330001001"],
    [{ direction: "outgoing", from: them }, null],
    [{ from: us, to: them }, null],
    [{ to: them }, "+393330001001"],
    [{ caller: them }, "+393330001001"],
    [{ customer_phone: them }, "+393330001001"],
    [{ external_number: "", phone: them }, "+393330001001"],
    [{ external_number: "anonymous", phone: them }, null],
    [{ phone: "333 000 2002", caller_number: them }, "+393330001001"],
  ])("%j", (body, e164) => {
    expect(call({ call_id: 1, ...body }).phone.e164).toBe(e164);
  });
});

describe("do not send", () => {
  test.each([
    { shouldSend: false },
    { should_send: "false" },
    { ShouldSend: "No" },
    { send: 0 },
    { doNotSend: true },
    { do_not_send: "sì" },
    { shouldSend: true, doNotSend: true },
    { data: { shouldSend: false } },
    { data: { esito: { dettagli: [{ shouldSend: false }] } } },
  ])("%j", (body) => {
    expect(call({ ...base, ...body })).toMatchObject({
      doNotSend: true,
    });
  });

  test.each([
    { shouldSend: true },
    { shouldSend: "" },
    { shouldSend: null },
    { shouldSend: "{{x}}" },
    { doNotSend: "0" },
  ])("%j refuses nothing", (body) => {
    expect(call({ ...base, ...body })).toMatchObject({ doNotSend: false });
  });

  test("its reason is kept", () => {
    const result = {
      data: { callId: "va-1", phoneNumber: "+393330001001", shouldSend: false, reason: "non interessato" },
    };
    expect(call(result)).toMatchObject({
      bodyKind: "voice_agent",
      doNotSend: true,
      customFields: { reason: "non interessato" },
    });
  });

  test("a model's word for the bill sets nothing", () => {
    const result = call({ call_id: 1, caller_number: "+393330001001", electricityBillReceived: true });
    expect(result).toMatchObject({
      doNotSend: false,
      customFields: { electricityBillReceived: true },
    });
  });
});

describe("keys without an id", () => {
  const timed = { external_number: "393330001001", started_at: "2026-11-16 10:55:02", agent_id: "7" };
  test("number, times and agent make the key", () => {
    const [key] = call(timed).keys;
    expect(key).toMatch(/^time:[0-9a-f]{64}$/);
    expect(call({ ...timed, external_number: 3330001001, disposition: "x" }).keys).toEqual([key]);
    for (const other of [
      { started_at: "2026-11-16 10:55:03" },
      { agent_id: "8" },
      { external_number: "3330001002" },
    ]) {
      expect(call({ ...timed, ...other }).keys).not.toEqual([key]);
    }
  });

  test("the content makes the key when there is no time, whatever the order of the fields", () => {
    const [key] = call({ phone: "3330001001", city: "Roma" }).keys;
    expect(key).toMatch(/^content:[0-9a-f]{64}$/);
    expect(call({ city: "Roma", phone: "3330001001" }).keys).toEqual([key]);
    expect(call({ city: "Bari", phone: "3330001001" }).keys).not.toEqual([key]);
  });
});

describe("unreadable", () => {
  test.each<[body: unknown, kind: "workflow" | "native"]>([
    [[base], "workflow"],
    [null, "workflow"],
    ['"text"', "workflow"],
    [{}, "workflow"],
    [{ event: "call-ended" }, "workflow"],
    [{ foo: "bar" }, "workflow"],
    [{ shouldSend: false }, "workflow"],
    [{ event: "call-ended", call_id: "", external_number: null }, "workflow"],
    [{ data: { interestConfirmed: true } }, "workflow"],
    [base, "native"],
    [{ event_id: "e", type: "call.ended", data: {} }, "native"],
  ])("%j (%s)", (body, kind) => {
    expect(() => parse(body, kind)).toThrow(expect.objectContaining({ code: "unreadable", status: 422 }));
  });

  test("a body full of braces costs no more than another", () => {
    expect(() => parse({ foo: "{".repeat(500_000) })).toThrow(
      expect.objectContaining({ code: "unreadable" }),
    );
  }, 1000);

  test("template text is named", () => {
    const body = {
      call_id: "{{ event.properties.call_id }}",
      external_number: "{{ event.properties.external_number }}",
    };
    expect(() => parse(body)).toThrow(/\{\{…\}\}/);
  });
});

test.each([
  ["call.started", "not_a_call_end"],
  ["transcript.ready", "not_a_call_end"],
  ["cidata.ready", "not_a_call_end"],
  ["message.sent", "not_a_call_end"],
  ["contact.created", "unknown_event"],
])("native %s is ignored: %s", (type, reason) => {
  expect(parse({ event_id: "e", type, version: "v1", data: { call_id: 1 } }, "native").delivery).toEqual({
    eventType: type,
    values: [{ type: "ignored", reason, detail: type }],
  });
});

test("native: a withheld caller has no number at all", () => {
  const data = {
    call_id: 1,
    direction: "incoming",
    talking_time: 5,
    internal_number: { number_e164: "+390299990000" },
  };
  expect(call({ event_id: "e", type: "call.ended", data }, "native")).toMatchObject({
    phone: { e164: null, raw: null, problem: "withheld" },
  });
});
