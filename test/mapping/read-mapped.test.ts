import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CallEnded } from "../../lib/model/domain-value.ts";
import { explainBody } from "../../lib/vendors/cloudtalk/explain-body.ts";
import type { FieldMapping } from "../../lib/vendors/cloudtalk/field-mapping.ts";
import { leafFields, valueAt } from "../../lib/vendors/cloudtalk/leaf-fields.ts";
import { parseCloudtalk } from "../../lib/vendors/cloudtalk/parse-cloudtalk.ts";

/** A manager says which field is which: it counts before every usual name, and as nothing else. */
function read(body: unknown, mapping: FieldMapping): CallEnded {
  const { delivery } = parseCloudtalk({
    kind: "workflow",
    contentType: "application/json",
    rawBody: new TextEncoder().encode(JSON.stringify(body)),
    defaultCountry: "IT",
    mapping,
  });
  return delivery.values[0] as CallEnded;
}

// Names that nobody could guess, as an author of a workflow types them.
const german = {
  ereignis: "Anruf beendet",
  nummer_des_anrufs: 900000777,
  kunde: { rufnummer: "393331234567", anzeige: "Franz Huber", firma: { bezeichnung: "Huber KG" } },
  dauer: "47",
  mitarbeiter: "Samuela",
  kampagne: "Agrisolare",
  call_id: "not-the-call",
};
const mapping: FieldMapping = {
  callId: "nummer_des_anrufs",
  phone: "kunde.rufnummer",
  contactName: "kunde.anzeige",
  company: "kunde.firma.bezeichnung",
  talkingSeconds: "dauer",
  agentName: "mitarbeiter",
  campaign: "kampagne",
};

describe("a mapped body", () => {
  test("is read by its mapping", () => {
    expect(read(german, mapping)).toMatchObject({
      callId: "900000777",
      phone: { e164: "+393331234567", problem: null },
      contactName: "Franz Huber",
      company: "Huber KG",
      talkingSeconds: 47,
      answered: true,
      agentName: "Samuela",
      campaign: "Agrisolare",
      ended: true,
    });
  });

  test("keeps what nobody took as fields of its own", () => {
    expect(read(german, mapping).customFields).toMatchObject({
      ereignis: "Anruf beendet",
      call_id: "not-the-call",
    });
  });

  test("reads a field as what it was said to be, not as what its name says", () => {
    const call = read(
      { call_id: "1", external_number: "393331234567", name: "Coltivazioni Rossi" },
      { company: "name" },
    );
    expect(call).toMatchObject({ company: "Coltivazioni Rossi", contactName: null });
  });

  test("finds the usual names where the named field is missing, empty or unreadable", () => {
    const usual = { call_id: "1", external_number: "393331234567", talking_time: 12 };
    expect(read(usual, { callId: "elsewhere", talkingSeconds: "gone.too" })).toMatchObject({
      callId: "1",
      talkingSeconds: 12,
    });
    expect(read({ ...usual, secondi: "" }, { talkingSeconds: "secondi" })).toMatchObject({
      talkingSeconds: 12,
    });
    expect(read({ ...usual, secondi: "molti" }, { talkingSeconds: "secondi" })).toMatchObject({
      talkingSeconds: 12,
    });
  });

  test.for<[unknown, Partial<CallEnded>]>([
    ["persa", { answered: false, unansweredStatus: "persa" }],
    ["No answer", { answered: false, unansweredStatus: "No answer" }],
    [false, { answered: false, unansweredStatus: "false" }],
    ["no", { answered: false, unansweredStatus: "no" }],
    ["Risposta", { answered: true, unansweredStatus: null }],
    ["completed", { answered: true, unansweredStatus: null }],
    [true, { answered: true, unansweredStatus: null }],
    ["segreteria", { answered: null, isVoicemail: true }],
    ["interessato", { answered: null, customFields: { com_e_andata: "interessato" } }],
  ])("can say how the call went: %j", ([word, facts]) => {
    const body = { call_id: "1", external_number: "393331234567", com_e_andata: word };
    expect(read(body, { answered: "com_e_andata" })).toMatchObject(facts);
  });

  test("can say where the refusal to send is", () => {
    const body = { call_id: "1", external_number: "393331234567", privacy: "si" };
    expect(read(body, {})).toMatchObject({ doNotSend: false });
    expect(read({ ...body, privacy: true }, { doNotSend: "privacy" })).toMatchObject({ doNotSend: true });
  });

  test("cannot hide a refusal that the body says in plain words", () => {
    const body = { call_id: "1", external_number: "393331234567", shouldSend: false, altro: false };
    expect(read(body, { doNotSend: "altro" })).toMatchObject({ doNotSend: true });
  });

  test("leaves native webhooks alone", () => {
    const native = {
      event_id: "e",
      type: "call.ended",
      version: "v1",
      occurred_at: "2026-11-21T09:00:00Z",
      company_id: 1,
      data: { call_id: 5, external_number: "+393331234567", name: "x" },
    };
    expect(read(native, { callId: "data.name", phone: "data.name" })).toMatchObject({
      callId: "5",
      phone: { e164: "+393331234567" },
    });
  });
});

describe("paths", () => {
  test("name every value of any body, and lead back to it", () => {
    const names = fc.stringMatching(/^[a-z0-9 ._[\]-]{1,8}$/);
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, fc.dictionary(names, tie("leaf"), { maxKeys: 4 })),
      leaf: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.boolean(), tie("tree")),
    }));
    fc.assert(
      fc.property(tree, (body) => {
        const leaves = leafFields(body).filter(({ value }) => value === null || typeof value !== "object");
        const paths = leaves.map(({ path }) => path);
        for (const { path, value } of leaves) {
          if (paths.filter((other) => other === path).length > 1) continue;
          expect(valueAt(body, path)).toEqual(value);
        }
      }),
    );
  });

  test("a name that ends in a dot is no way into another", () => {
    expect(valueAt({ " ": "x", " .": 0, "a.": { "": 1 } }, " .")).toBe(0);
    expect(valueAt({ a: { "": 1 } }, "a.")).toBe(1);
  });

  test.for([
    "__proto__",
    "constructor",
    "constructor.name",
    "toString",
    "a.__proto__",
    "a.length",
    "b[9]",
    "b.length",
  ])("reach nothing that the body does not have: %s", (path) => {
    expect(valueAt({ a: "x", b: [1] }, path)).toBeUndefined();
  });
});

describe("what is odd is pointed out", () => {
  const explain = (body: unknown, mapping: FieldMapping = {}) =>
    explainBody({ body, rawBody: null, contentType: null }, "IT", mapping);
  const whole = { call_id: "1", external_number: "393331234567", talking_time: 5, event: "call-ended" };

  test.for<[string, object, FieldMapping, string[]]>([
    ["nothing about a whole body", whole, {}, []],
    ["a variable that was mistyped", { ...whole, name: "{{ event.nme }}" }, {}, ["unfilled_placeholders"]],
    ["no number", { ...whole, external_number: "" }, {}, ["no_phone"]],
    ["a number that is none", { ...whole, external_number: "12345678901234567" }, {}, ["phone_unreadable"]],
    ["no id", { ...whole, call_id: null }, {}, ["no_call_id"]],
    ["no talking time", { ...whole, talking_time: "" }, {}, ["no_talking_time"]],
    ["a named field that is not there", whole, { company: "azienda.nome" }, ["mapped_field_missing"]],
  ])("%s", ([, body, mapping, oddities]) => {
    expect(explain(body, mapping)?.oddities).toEqual(oddities);
  });

  test("each field with what it was read as", () => {
    const fields = explain({ ...whole, extra: "?" })?.fields.map(({ path, fact }) => [path, fact]);
    expect(fields).toEqual([
      ["call_id", "callId"],
      ["external_number", "phone"],
      ["talking_time", "talkingSeconds"],
      ["event", "event"],
      ["extra", null],
    ]);
  });

  test("a body that cannot be read says why", () => {
    expect(explain({ foo: "bar" })).toMatchObject({ call: null, refused: "no_facts" });
    expect(
      explainBody({ body: null, rawBody: "{broken", contentType: "application/json" }, "IT", {}),
    ).toBeNull();
  });
});
