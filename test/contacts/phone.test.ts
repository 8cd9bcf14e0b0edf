import { describe, expect, test } from "vitest";
import { readPhone } from "../../lib/model/phone.ts";

describe("a number that WhatsApp can reach", () => {
  test.each<[raw: unknown, country: string, e164: string, why: string]>([
    ["393330001001", "IT", "+393330001001", "workflow: digits with the country code"],
    [393330001001, "IT", "+393330001001", "workflow: a JSON integer"],
    ["+393330001001", "IT", "+393330001001", "native: E.164"],
    ["00393330001001", "US", "+393330001001", "00 is international even where the country dials 011"],
    ["3330001001", "IT", "+393330001001", "national"],
    ["3931234567", "IT", "+393931234567", "a national 393 mobile is not +39 31234567"],
    ["393931234567", "IT", "+393931234567", "country code and a 393 mobile"],
    ["3901234567", "IT", "+393901234567", "a national 390 mobile"],
    ["39391234567", "IT", "+39391234567", "country code and a nine-digit mobile"],
    ["+393931234567", "IT", "+393931234567", "plus, country code and a 393 mobile"],
    ["00393931234567", "IT", "+393931234567", "00, country code and a 393 mobile"],
    ["393 1234567", "IT", "+393931234567", "a 393 mobile in two groups"],
    ["+39 393 123 4567", "IT", "+393931234567", "the same as a person writes it"],
    ["3921234567", "IT", "+393921234567", "a 392 mobile"],
    ["393921234567", "IT", "+393921234567", "country code and a 392 mobile"],
    ["3971234567", "IT", "+393971234567", "a 397 mobile"],
    ["3899999999", "IT", "+393899999999", "a 389 mobile"],
    ["0039 333 1000001", "IT", "+393331000001", "00 and spaces"],
    ["41791234567", "IT", "+41791234567", "a Swiss mobile without plus"],
    ["+41 79 123 45 67", "IT", "+41791234567", "a Swiss mobile"],
    ["4915112345678", "IT", "+4915112345678", "a German mobile without plus"],
    ["+43 664 1234567", "IT", "+436641234567", "an Austrian mobile"],
    ["40712345678", "IT", "+40712345678", "a Romanian mobile without plus"],
    ["+355 67 212 3456", "IT", "+355672123456", "an Albanian mobile"],
    ["+378 66 123456", "IT", "+37866123456", "a mobile of San Marino"],
    [
      "33612345678",
      "IT",
      "+33612345678",
      "a French mobile, though the metadata has an Italian mailbox there",
    ],
    ["34612345678", "IT", "+34612345678", "a Spanish mobile, same trap"],
    ["351912345678", "IT", "+351912345678", "a Portuguese mobile, same trap"],
    ["393331234567", "DE", "+393331234567", "an Italian mobile, though 3933 is a German area code too"],
    ["447911123456", "IT", "+447911123456", "a British mobile without plus"],
    ["12025550123", "IT", "+12025550123", "North America does not tell fixed from mobile"],
    ["+39 333 000 1001", "IT", "+393330001001", "spaces"],
    [" 393330001001 ", "IT", "+393330001001", "a form turned + into a space"],
    ["\u202a+39 333 000 1001\u202c", "IT", "+393330001001", "copied with direction marks"],
    ["++393330001001", "IT", "+393330001001", "a template that adds a plus to a plus"],
    ["tel:+393330001001", "IT", "+393330001001", "a tel link"],
    ["5512345678", "IT", "+395512345678", "VoIP"],
    ["3330001001", "it", "+393330001001", "the country in lower case"],
  ])("%s in %s is %s: %s", (raw, country, e164) => {
    expect(readPhone(raw, country)).toEqual({ e164, raw: String(raw).trim(), problem: null });
  });
});

describe("a number nobody can be messaged on", () => {
  test.each<[raw: unknown, e164: string | null, problem: string]>([
    ["390600000001", "+390600000001", "fixed_line"],
    ["06 00000001", "+390600000001", "fixed_line"],
    ["0039 06 69812345", "+390669812345", "fixed_line"],
    ["390669812345", "+390669812345", "fixed_line"],
    ["+39 02 1234567", "+39021234567", "fixed_line"],
    ["021234567", "+39021234567", "fixed_line"],
    ["0721700123", "+390721700123", "fixed_line"],
    ["390721700123", "+390721700123", "fixed_line"],
    ["+41 44 668 18 00", "+41446681800", "fixed_line"],
    ["+33145678901", "+33145678901", "fixed_line"],
    ["33145678901", "+33145678901", "fixed_line"],
    ["800123456", "+39800123456", "fixed_line"],
    ["899123456", "+39899123456", "fixed_line"],
    ["104", null, "internal"],
    [12, null, "internal"],
    ["12345", null, "internal"],
    ["anonymous", null, "withheld"],
    ["Anonymous", null, "withheld"],
    ["Blocked", null, "withheld"],
    ["unknown", null, "withheld"],
    ["PRIVATE NUMBER", null, "withheld"],
    ["withheld", null, "withheld"],
    ["restricted", null, "withheld"],
    ["unavailable", null, "withheld"],
    ["Sconosciuto", null, "withheld"],
    ["numero anonimo", null, "withheld"],
    ["undefined", null, "withheld"],
    ["0", null, "withheld"],
    [0, null, "withheld"],
    ["+", null, "withheld"],
    ["1", null, "invalid"],
    ["123456", null, "invalid"],
    ["+3331234567", null, "invalid"],
    ["3931234567890123", null, "invalid"],
    ["393330001001@s.whatsapp.net", null, "invalid"],
    ["Mario 3330001001", null, "invalid"],
    ["3933300****1", null, "invalid"],
    [3933.5, null, "invalid"],
    [true, null, "invalid"],
  ])("%s", (raw, e164, problem) => {
    expect(readPhone(raw, "IT")).toEqual({ e164, raw: String(raw).trim(), problem });
  });

  test.each([null, undefined, "", "   ", "{{ event.properties.external_number }}", "+{{external_number}}"])(
    "%j counts as not sent",
    (raw) => {
      expect(readPhone(raw, "IT")).toEqual({ e164: null, raw: null, problem: "withheld" });
    },
  );

  test("an object keeps its JSON for people", () => {
    expect(readPhone({ a: 1 }, "IT")).toEqual({ e164: null, raw: '{"a":1}', problem: "invalid" });
  });
});

describe("numbers as people write them", () => {
  test.each<[raw: string, e164: string | null, problem: string | null]>([
    ["(+39) 333 1234567", "+393331234567", null],
    ["(0039) 333 1234567", "+393331234567", null],
    ["( +39 )333-1234567", "+393331234567", null],
    ["(+41) 79 123 45 67", "+41791234567", null],
    ["+39 (0) 333 1234567", "+393331234567", null],
    ["+39 (0)3331234567", "+393331234567", null],
    ["0039 (0) 333 1234567", "+393331234567", null],
    ["(+39) (0) 333 1234567", "+393331234567", null],
    ["+39 (0)521 123456", "+390521123456", "fixed_line"],
    ["+39 (0) 6 69812345", "+390669812345", "fixed_line"],
    ["+39 (0)55 12345678", "+3905512345678", "fixed_line"],
    ["+39 (0)35 123456", "+39035123456", "fixed_line"],
    ["+44 (0)7911 123456", "+447911123456", null],
    ["+41 (0)79 123 45 67", "+41791234567", null],
    ["+49 (0) 1511 2345678", "+4915112345678", null],
    ["+39 333 1234567 (Mario)", "+393331234567", null],
    ["(Mario) 333 1234567", "+393331234567", null],
    ["333 1234567 [moglie di Mario]", "+393331234567", null],
    ["+39 333 1234567, 02 123456", "+393331234567", null],
    ["333 1234567 / 334 7654321", "+393331234567", null],
    ["333 1234567; 334 7654321", "+393331234567", null],
    ["333 1234567 e 334 7654321", "+393331234567", null],
    ["123456, 334 7654321", "+393347654321", null],
    ["333 1234567 (Mario), 334 7654321 (Anna)", "+393331234567", null],
    ["'+393331234567", "+393331234567", null],
    ["’393331234567", "+393331234567", null],
    ["'3331234567", "+393331234567", null],
    ["tel:+39-333-1234567", "+393331234567", null],
    ["tel: 333 1234567", "+393331234567", null],
    ["+39.333.1234567", "+393331234567", null],
    ["+39/333/1234567", "+393331234567", null],
    ["333/1234567", "+393331234567", null],
    ["0039-333-1234567", "+393331234567", null],
    ["39 333 1234567", "+393331234567", null],
    ["39\u00a0333\u00a01234567", "+393331234567", null],
    ["+393331234567;ext=5", "+393331234567", null],
    ["whatsapp:+393331234567", "+393331234567", null],
    ["3,93331E+11", null, "invalid"],
    ["3.93331234567E+11", null, "invalid"],
    ["3,93331234567e+11", null, "invalid"],
    ["'3.93331234567E+11", null, "invalid"],
    ["393331234567.0", null, "invalid"],
    ["393331234567,0", null, "invalid"],
    ["+393331234567.00", null, "invalid"],
    ["39,3331234567", null, "invalid"],
    ["3,331234567", null, "invalid"],
    ["333 1234567 Mario", null, "invalid"],
    ["+39 0333 1234567", null, "invalid"],
    ["(+39", null, "invalid"],
  ])("%s is %s", (raw, e164, problem) => {
    expect(readPhone(raw, "IT")).toEqual({ e164, raw, problem });
  });
});
