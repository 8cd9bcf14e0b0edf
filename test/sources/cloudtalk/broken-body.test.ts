import { describe, expect, test } from "vitest";
import { call, parse } from "./parsing.ts";

/** As a workflow's author writes it, with what CloudTalk puts in place of its variables. */
const lines = (name: string, more = "") => `{
  "event": "call-ended",
  "call_id": "916428171",
  "contact_name": "${name}",
  "external_number": "393330040001",
  "internal_number": "390299990000",
  "direction": "outgoing",
  "started_at": "2026-11-30 09:00:00",
  "ended_at": "2026-11-30 09:03:00",
  "talking_time": "120",
  "is_voicemail": "false",${more}
  "tag": ""
}`;
const oneLine = (name: string) =>
  lines("NAME")
    .replaceAll(/\n */g, "")
    .replace("NAME", () => name);
const nameLast = (name: string) =>
  `{"call_id":916428171,"data":{"external_number":"393330040001","tags":["Energia","B2B"],"talking_time":120,"ended_at":"2026-11-30 09:03:00","contact":{"name":"${name}"}}}`;

const names: [name: string, read: string][] = [
  ['Azienda Agricola "La Quercia" di Rossi M.', 'Azienda Agricola "La Quercia" di Rossi M.'],
  ['"La Quercia"', '"La Quercia"'],
  ['Rossi "il rosso"', 'Rossi "il rosso"'],
  ["Mario\nRossi", "Mario Rossi"],
  ["Mario\tRossi", "Mario Rossi"],
  ["Rossi\\Bianchi", "Rossi\\Bianchi"],
  ['Bar "A", "B" e "C"', 'Bar "A", "B" e "C"'],
  ['Bar {"Sole"}, [x]', 'Bar {"Sole"}, [x]'],
  ['Rossi: "M", x', 'Rossi: "M", x'],
  ['\\"Rossi" srl', '"Rossi" srl'],
];

describe.each([
  ["a key a line", lines],
  ["one line", oneLine],
  ["nested, the name last", nameLast],
])("%s", (_, body) => {
  test.each(names)("a name %j", (name, read) => {
    const told = call(body(name));
    expect(told).toMatchObject({
      callId: "916428171",
      phone: { e164: "+393330040001", problem: null },
      endedAt: "2026-11-30 09:03:00",
      talkingSeconds: 120,
      contactName: read,
      doNotSend: false,
    });
    expect(told.unread).toBeUndefined();
  });
});

describe("a name that looks like another key", () => {
  const facts = {
    callId: "916428171",
    phone: { e164: "+393330040001" },
    talkingSeconds: 120,
    doNotSend: false,
  };
  test.each([
    'A "B", "call_id": "999',
    'A", "call_id": "999", "x": "B',
    'A "B", "external_number": "393339999999", "y": "',
    'A", "external_number": "393339999999',
    'A "B", "do_not_send": "true',
    'A "B", "tag": "nuova',
    'A "B"}, {"call_id": "1',
  ])("in a template with a key a line %j never becomes one", (name) => {
    const told = call(lines(name));
    for (const [field, value] of Object.entries({ callId: told.callId, number: told.phone.e164 })) {
      expect([null, facts.callId, facts.phone.e164], field).toContain(value);
    }
    expect(told.tags ?? []).toEqual([]);
  });

  test.each(['A "B", "call_id": "999', 'A", "call_id": "999', 'A", "external_number": "393339999999'])(
    "in one line %j leaves that field unread",
    (name) => {
      const told = call(oneLine(name));
      expect(told.unread).toHaveLength(1);
      expect(told.callId === "916428171" || told.callId === null).toBe(true);
      expect(told.phone.e164 === "+393330040001" || told.phone.e164 === null).toBe(true);
    },
  );
});

test.each(["{", '{"call_id', "{]", '{"a" "b"}', "call_id=1", "[1,"])("%j is lost", (body) => {
  expect(() => parse(body)).toThrow(expect.objectContaining({ code: "bad_json" }));
});

test("a body that was cut off is lost: it may have said not to send", () => {
  expect(() => parse(oneLine("Rossi").slice(0, -20))).toThrow(expect.objectContaining({ code: "bad_json" }));
});

test.each(['"maybe "not""', '"false", "should_send": "true"'])(
  "a word on sending that cannot be read (%s) is a no",
  (word) => {
    const told = call(
      `{"call_id": "1", "external_number": "393330001001", "should_send": ${word}, "tag": ""}`,
    );
    expect(told).toMatchObject({ callId: "1", doNotSend: true, unread: ["should_send"] });
  },
);

test("a number with a quotation mark in it is not guessed", () => {
  const told = call(lines("Rossi").replace("393330040001", '3933300"40001'));
  expect(told).toMatchObject({ callId: "916428171", phone: { e164: null }, unread: ["external_number"] });
});
