import { describe, expect, test } from "vitest";
import { parseJson } from "../../../lib/base/parse-json.ts";
import { decodeBody } from "../../../lib/vendors/cloudtalk/decode-body.ts";

const decode = (body: Uint8Array, type: string | null) => decodeBody(body, type).value;
const bytes = (text: string) => new TextEncoder().encode(text);

test.each<[contentType: string | null, body: string, value: unknown]>([
  ["application/json", '{"a":1}', { a: 1 }],
  ["application/json; charset=utf-8", '\ufeff{"a":"è"}', { a: "è" }],
  ["application/cloudevents+json", '{"a":1}', { a: 1 }],
  ["text/plain", ' {"a":1}', { a: 1 }],
  [null, '{"a":1}', { a: 1 }],
  ["application/x-www-form-urlencoded", '{"a":1}', { a: 1 }],
  ["application/x-www-form-urlencoded", "a=1&b=x+y%2B&t=1&t=2", { a: "1", b: "x y+", t: ["1", "2"] }],
  ["application/x-www-form-urlencoded", "a=%00x&__proto__=y", { a: "x" }],
])("%s %s", (contentType, body, value) => {
  expect(decode(bytes(body), contentType)).toEqual(value);
});

test("a body in Latin-1 that says so", () => {
  const latin = Uint8Array.from('{"a":"\xe8"}', (char) => char.charCodeAt(0));
  expect(decode(latin, "application/json; charset=ISO-8859-1")).toEqual({ a: "è" });
  expect(decode(latin, "application/json; charset=nonsense")).toEqual({ a: "\ufffd" });
});

test.each<[contentType: string | null, body: string, code: string]>([
  ["application/json", "", "bad_json"],
  ["application/json", "{", "bad_json"],
  ["application/json", "call_id=1", "bad_json"],
  ["text/plain", '{"a":', "bad_json"],
  ["text/plain", "hello", "unsupported_media_type"],
  [null, "call_id=1", "unsupported_media_type"],
  ["multipart/form-data; boundary=x", "--x--", "unsupported_media_type"],
  ["application/xml", "<a/>", "unsupported_media_type"],
])("%s %s is %s", (contentType, body, code) => {
  expect(() => decodeBody(bytes(body), contentType)).toThrow(expect.objectContaining({ code }));
});

describe("parseJson", () => {
  test.each<[json: string, value: unknown]>([
    ['{"id":12345678901234567890}', { id: "12345678901234567890" }],
    ['{"id":9007199254740993,"n":-9007199254740993}', { id: "9007199254740993", n: "-9007199254740993" }],
    ['{"id":9007199254740991,"x":1.5,"z":0}', { id: 9007199254740991, x: 1.5, z: 0 }],
    ['{"big":1e999}', { big: "1e999" }],
    ['{"a\\u0000b":"c\\u0000d"}', { ab: "cd" }],
    ['["\\ud83d", "\\ud83d\\ude00"]', ["\ufffd", "😀"]],
    ['{"\\ude00":1}', { "\ufffd": 1 }],
    ['{"__proto__":{"x":1},"\\u0000__proto__":2,"a":{"__proto__":1}}', { a: {} }],
    ['{"a":"[[[[{{{{\\"["}', { a: '[[[[{{{{"[' }],
    ["null", null],
  ])("%s", (json, value) => {
    expect(parseJson(json)).toEqual(value);
  });

  test("a __proto__ key leaves the prototype alone", () => {
    expect(Object.getPrototypeOf(parseJson('{"__proto__":{"x":1}}'))).toBe(Object.prototype);
  });

  test("depth", () => {
    const nest = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(parseJson(nest(100))).toBeTruthy();
    for (const levels of [101, 1_000_000]) {
      expect(() => parseJson(nest(levels))).toThrow(expect.objectContaining({ code: "bad_json" }));
    }
  });
});
