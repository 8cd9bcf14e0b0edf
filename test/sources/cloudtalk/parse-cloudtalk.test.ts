import { describe, expect, test } from "vitest";
import { base, call, fixture, mobile, parse } from "./parsing.ts";

describe("the fixtures", () => {
  test("workflow, answered: every field", () => {
    const text = fixture("call-ended-answered");
    const { delivery, body } = parse(text);
    expect(body).toEqual(JSON.parse(text));
    expect(delivery).toEqual({
      eventType: "call-ended",
      values: [
        {
          type: "call_ended",
          bodyKind: "workflow",
          ended: true,
          callId: "900000001",
          callUuid: "00000000-0000-4000-8000-000000000001",
          keys: ["id:900000001", "uuid:00000000-0000-4000-8000-000000000001"],
          direction: "outgoing",
          phone: mobile,
          internalNumber: "390299990000",
          contactName: "Cliente Prova Uno",
          company: null,
          agentId: "700001",
          agentName: "Agente Prova",
          agentEmail: "agente.prova@example.com",
          startedAt: "2026-11-16 10:55:02",
          answeredAt: "2026-11-16 10:55:14",
          endedAt: "2026-11-16 10:58:40",
          talkingSeconds: 206,
          waitingSeconds: 12,
          isVoicemail: false,
          doNotSend: false,
          tags: ["interessato", "bolletta"],
          disposition: "Interessato",
          recordingUrl: null,
          customFields: { wrapup_time: "30", contact_id: "800001" },
          answered: true,
          unansweredStatus: null,
          campaign: null,
        },
      ],
    });
  });

  test.each<[name: string, kind: "workflow" | "native", eventType: string, facts: object]>([
    [
      "call-ended-missed",
      "workflow",
      "call-ended",
      {
        ended: true,
        direction: "incoming",
        answeredAt: null,
        talkingSeconds: 0,
        waitingSeconds: 25,
        tags: null,
        answered: false,
      },
    ],
    [
      "call-ended-anonymous",
      "workflow",
      "call-ended",
      {
        ended: true,
        phone: { e164: null, raw: null, problem: "withheld" },
      },
    ],
    [
      "call-ended-landline",
      "workflow",
      "call-ended",
      {
        ended: true,
        phone: { e164: "+390600000001", raw: "390600000001", problem: "fixed_line" },
      },
    ],
    [
      "call-modified-tags",
      "workflow",
      "call-modified",
      {
        ended: false,
        keys: ["id:900000001", "uuid:00000000-0000-4000-8000-000000000001"],
        tags: ["interessato", "bolletta", "richiamare"],
        disposition: "Richiamare",
        talkingSeconds: null,
      },
    ],
    [
      "recording-uploaded",
      "workflow",
      "workflow",
      {
        bodyKind: "workflow",
        ended: false,
        keys: ["id:900000001"],
        phone: mobile,
        internalNumber: "390299990000",
        recordingUrl: "https://my.cloudtalk.io/pub/r/EXAMPLE/EXAMPLE.wav",
        customFields: {},
      },
    ],
    [
      "voiceagent-extract-flat",
      "workflow",
      "voice_agent",
      {
        bodyKind: "voice_agent",
        ended: true,
        keys: ["id:900000010"],
        phone: { e164: "+393330001003", raw: "+393330001003", problem: null },
        doNotSend: false,
        customFields: { clienteInteressato: true, consumoAnnuoKwh: 3200, bollettaRicevuta: false },
        answered: null,
      },
    ],
    [
      "voiceagent-nested-data",
      "workflow",
      "voice_agent",
      {
        bodyKind: "voice_agent",
        ended: true,
        keys: ["id:va-000001"],
        phone: { ...mobile, raw: "+393330001001" },
        contactName: "Cliente Prova Uno",
        company: "Azienda Prova Srl",
        doNotSend: false,
        customFields: {
          call_result: "completed",
          interestConfirmed: true,
          electricityBillReceived: false,
          reason: "cliente interessato",
        },
        answered: null,
      },
    ],
    [
      "native-call-ended-answered",
      "native",
      "call.ended",
      {
        bodyKind: "native",
        ended: true,
        callId: "900000001",
        keys: ["id:900000001", "uuid:00000000-0000-4000-8000-000000000001"],
        direction: "outgoing",
        phone: { ...mobile, raw: "+393330001001" },
        internalNumber: "+390299990000",
        talkingSeconds: 206,
        waitingSeconds: 12,
        isVoicemail: false,
        agentName: null,
        tags: null,
        customFields: { duration: 218, "internal_number.internal_name": "Linea Prova" },
        answered: true,
      },
    ],
  ])("%s", (name, kind, eventType, facts) => {
    const text = fixture(name);
    expect(parse(text, kind).delivery.eventType).toBe(eventType);
    expect(call(text, kind)).toMatchObject(facts);
    if ("customFields" in facts) expect(call(text, kind).customFields).toEqual(facts.customFields);
  });

  test.each([
    ["native-recording-ready", "call.recording_ready"],
    ["native-message-received-whatsapp", "message.received"],
  ])("%s is ignored", (name, type) => {
    expect(parse(fixture(name), "native").delivery).toEqual({
      eventType: type,
      values: [{ type: "ignored", reason: "not_a_call_end", detail: type }],
    });
  });

  test("a native body is known by its shape behind the shared secret too", () => {
    const text = fixture("native-call-ended-answered");
    expect(parse(text, "workflow")).toEqual(parse(text, "native"));
  });
});

describe("the event an author types", () => {
  test.each([
    ["call-ended", true],
    ["call_ended", true],
    ["Call Ended", true],
    ["call.ended", true],
    ["callEnded", true],
    ["CALL_ENDED", true],
    ["ended", true],
    ["hangup", true],
    ["call completed", true],
    ["Chiamata finita", true],
    ["call-modified", false],
    ["Call Modified", false],
    ["recording-uploaded", false],
    ["transcription_created", false],
    ["transcription completed", false],
    ["call tagged", false],
    ["new-note", false],
  ])("%s: ended %s", (event, ended) => {
    const { delivery } = parse({ ...base, event });
    expect(delivery).toMatchObject({ eventType: event, values: [{ type: "call_ended", ended }] });
  });

  test.each([
    ["call-started", "not_a_call_end"],
    ["Ringing on Agent", "not_a_call_end"],
    ["call_answered", "not_a_call_end"],
    ["Raised Hand", "not_a_call_end"],
    ["message-received", "not_a_call_end"],
    ["contact-updated", "not_a_call_end"],
    ["User Status Changed", "not_a_call_end"],
    ["ping", "unknown_event"],
  ])("%s is ignored: %s", (event, reason) => {
    expect(parse({ ...base, event }).delivery).toEqual({
      eventType: event,
      values: [{ type: "ignored", reason, detail: event }],
    });
  });

  test.each(["event_type", "eventName", "Event", "type"])("under the name %s", (name) => {
    expect(parse({ ...base, [name]: "call-started" }).delivery.values).toMatchObject([{ type: "ignored" }]);
  });

  test("a word of the author's own counts with the facts of an ended call", () => {
    expect(call({ ...base, event: "bolletta", ended_at: "2026-11-16 10:58:40" }).ended).toBe(true);
  });

  test("a type that is a direction or a kind of call is no event", () => {
    expect(call({ ...base, type: "outgoing" })).toMatchObject({ direction: "outgoing", ended: true });
    expect(call({ ...base, type: "power_dialer" })).toMatchObject({ ended: true });
    expect(call({ ...base, type: "regular" })).toMatchObject({
      ended: true,
      customFields: { type: "regular" },
    });
  });
});

describe("without an event", () => {
  test.each<[scenario: string, body: object, ended: boolean]>([
    ["one URL an event", base, true],
    ["a transcript only", { ...base, transcription: "Buongiorno" }, false],
    ["the text that a transcription trigger posted", { ...base, transcription: "[object Object]" }, true],
    ["a recording and a talking time", { ...base, recording_url: "https://x.it/a", talking_time: 5 }, true],
    ["a recording and a VoiceAgent's result", { ...base, transcript: "…", shouldSend: true }, true],
    ["a call under way", { ...base, status: "in-progress" }, false],
    [
      "the template of Ended on the trigger Started",
      { ...base, started_at: "2026-11-16 10:55", ended_at: "" },
      false,
    ],
    ["an end left empty but a talking time", { ...base, ended_at: "", talking_time: "0" }, true],
  ])("%s: %#", (_scenario, body, ended) => {
    expect(call(body).ended).toBe(ended);
  });
});
