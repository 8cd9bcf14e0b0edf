import { describe, expect, test } from "vitest";
import { signMeta, verifyHandshake, verifySignature } from "../../../lib/vendors/shared/graph/verify-meta.ts";

const secret = "app-secret-of-the-tests";

describe("a delivery", () => {
  const body = new TextEncoder().encode('{"text":"\\u00e8"}');
  const verify =
    (given: string | null, own: string | null = secret) =>
    () =>
      verifySignature(
        new Headers(given === null ? {} : { "x-hub-signature-256": given }),
        body,
        own,
        "META_WHATSAPP_APP_SECRET",
      );

  test("is proved by the bytes as they came", () => {
    // printf '%s' '{"text":"\u00e8"}' | openssl dgst -sha256 -hmac app-secret-of-the-tests
    expect(verify(signMeta(body, secret))).not.toThrow();
    expect(verify(signMeta('{"text":"è"}', secret))).toThrow(
      expect.objectContaining({ code: "unauthorized" }),
    );
  });

  test.each([
    ["nothing", null],
    ["blank", ""],
    ["its hash alone", signMeta(body, secret).slice("sha256=".length)],
    ["the older header's kind", signMeta(body, secret).replace("sha256", "sha1")],
    ["capitals", signMeta(body, secret).toUpperCase()],
    ["a part", signMeta(body, secret).slice(0, -1)],
  ])("is refused with %s", (_name, given) => {
    expect(verify(given)).toThrow(expect.objectContaining({ code: "unauthorized" }));
  });

  test.each([null, ""])("is not taken without a secret of ours: %j", (own) => {
    expect(verify(signMeta(body, ""), own)).toThrow(expect.objectContaining({ code: "not_configured" }));
  });
});

describe("the question whether the address is ours", () => {
  const ask =
    (query: string, own: string | null = secret) =>
    () =>
      verifyHandshake(new URL(`https://a.test/?${query}`), own, "META_WHATSAPP_VERIFY_TOKEN");
  const right = `hub.mode=subscribe&hub.verify_token=${secret}&hub.challenge=%3Cb%3E`;

  test("is answered with the challenge as plain text", async () => {
    const answer = ask(right)();
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(await answer.text()).toBe("<b>");
  });

  test.each([
    "",
    "hub.mode=subscribe&hub.challenge=1",
    "hub.mode=subscribe&hub.verify_token=x&hub.challenge=1",
    `hub.mode=unsubscribe&hub.verify_token=${secret}&hub.challenge=1`,
    `hub.verify_token=${secret}&hub.challenge=1`,
  ])("is refused: %s", (query) => {
    expect(ask(query)).toThrow(expect.objectContaining({ code: "forbidden" }));
  });

  test("is not answered without a token of ours", () => {
    expect(ask("hub.mode=subscribe&hub.verify_token=", "")).toThrow(
      expect.objectContaining({ code: "not_configured" }),
    );
  });
});
