import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openSeal, readSealKeys, seal } from "../../lib/base/seal.ts";

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [one, two] = [key("one"), key("two")];
const keys = (text: string) => readSealKeys(text)!;

describe("a sealed text", () => {
  const sealed = seal(keys(one), "the secret", "channel:a");

  test("opens with its key, also when a newer one seals", () => {
    expect(openSeal(keys(`${two},${one}`), sealed, "channel:a")).toEqual({
      kind: "open",
      text: "the secret",
      keyId: "one",
    });
    expect(seal(keys(`${two},${one}`), "x", "c")).toMatch(/^v1\.two\./);
  });

  test("is another each time, and says nothing of what is in it", () => {
    expect(sealed).toMatch(/^v1\.one\.[\w-]{16}\.[\w-]+$/);
    expect(seal(keys(one), "the secret", "channel:a")).not.toBe(sealed);
    expect(Buffer.from(sealed.split(".")[3]!, "base64url").toString("latin1")).not.toContain("secret");
  });

  test.for([
    ["without its key", keys(two), sealed, "channel:a", "no_key"],
    ["with another key of that name", keys(key("one")), sealed, "channel:a", "broken"],
    ["as another channel's", keys(one), sealed, "channel:b", "broken"],
    ["changed", keys(one), `${sealed.slice(0, -2)}AA`, "channel:a", "broken"],
    ["cut off", keys(one), sealed.slice(0, 40), "channel:a", "broken"],
    ["without anything in it", keys(one), "v1.one..", "channel:a", "broken"],
  ] as const)("does not open %s", ([, with_, text, context, kind]) => {
    expect(openSeal(with_, text, context).kind).toBe(kind);
  });
});

test.for([
  "",
  "one",
  "one:short",
  `${one},`,
  `${one},${key("one")}`,
  `a b:${randomBytes(32).toString("base64")}`,
  `one:${randomBytes(16).toString("base64")}`,
])("keys that are none: %s", (text) => {
  expect(readSealKeys(text)).toBe(null);
});
