import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { constantTimeEqual } from "../../../lib/base/constant-time-equal.ts";
import { authenticateCloudtalk } from "../../../lib/vendors/cloudtalk/authenticate-cloudtalk.ts";

const signingSecret = `whsec_${Buffer.from("a signing secret of 32 bytes....").toString("base64")}`;
const secrets = { webhookSecret: "s3cret", signingSecret };
const body = '{"type":"call.ended","data":{"note":"è \\ud83d\\ude00 €"}}';

function request(headers: Record<string, string>, query = "", rawBody = body) {
  return {
    headers: new Headers(headers),
    url: new URL(`https://x.example/webhook/cloudtalk${query}`),
    rawBody: new TextEncoder().encode(rawBody),
  };
}

function signed(secondsAgo = 0, secret = signingSecret): Record<string, string> {
  const at = new Date(Date.now() - secondsAgo * 1000);
  return {
    "svix-id": "msg_1",
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": new Webhook(secret).sign("msg_1", at, body),
  };
}

describe("a shared secret", () => {
  test.each([
    ["bearer", request({ authorization: "Bearer s3cret" })],
    ["bearer in lower case", request({ authorization: "bearer s3cret" })],
    ["header", request({ "x-webhook-secret": "s3cret" })],
    ["query", request({}, "?secret=s3cret")],
    [
      "a foreign Authorization beside the right header",
      request({ authorization: "Basic x", "x-webhook-secret": "s3cret" }),
    ],
  ])("in %s", (_where, given) => {
    expect(authenticateCloudtalk(given, secrets)).toBe("workflow");
  });

  test.each([
    ["missing", request({})],
    ["wrong", request({ authorization: "Bearer s3cre" })],
    ["empty", request({}, "?secret=")],
    ["longer", request({ "x-webhook-secret": "s3cret1" })],
    ["in another case", request({ "x-webhook-secret": "S3CRET" })],
    ["without its scheme", request({ authorization: "s3cret" })],
  ])("%s is 401", (_what, given) => {
    expect(() => authenticateCloudtalk(given, secrets)).toThrow(expect.objectContaining({ status: 401 }));
  });

  test.each([null, ""])("fails closed with %j configured", (webhookSecret) => {
    const given = request({ authorization: "Bearer " }, "?secret=");
    expect(() => authenticateCloudtalk(given, { webhookSecret, signingSecret })).toThrow(
      expect.objectContaining({ status: 503, code: "not_configured" }),
    );
  });
});

describe("a signed webhook", () => {
  test("verifies over the raw bytes", () => {
    expect(authenticateCloudtalk(request(signed()), secrets)).toBe("native");
  });

  test("verifies under the standard's own header names too", () => {
    const renamed = Object.entries(signed()).map(([name, value]) => [name.replace("svix", "webhook"), value]);
    expect(authenticateCloudtalk(request(Object.fromEntries(renamed)), secrets)).toBe("native");
  });

  test("one of several signatures is enough", () => {
    const headers = signed();
    headers["svix-signature"] = `v1,AAAA v2,x ${headers["svix-signature"]}`;
    expect(authenticateCloudtalk(request(headers), secrets)).toBe("native");
  });

  test("a re-spaced body does not verify", () => {
    expect(() => authenticateCloudtalk(request(signed(), "", body.replace(":", ": ")), secrets)).toThrow(
      expect.objectContaining({ status: 401 }),
    );
  });

  test.each([
    ["six minutes old", signed(360)],
    ["six minutes early", signed(-360)],
    ["signed with another secret", signed(0, `whsec_${Buffer.from("another").toString("base64")}`)],
    ["without signature", { "svix-id": "msg_1", "svix-timestamp": "1" }],
    ["with a signature of another kind", { ...signed(), "svix-signature": "v1" }],
    ["with rubbish for a time", { ...signed(), "svix-timestamp": "now" }],
    ["wrong, with the right shared secret", { "svix-id": "1", authorization: "Bearer s3cret" }],
  ])("%s is 401", (_what, headers) => {
    expect(() => authenticateCloudtalk(request(headers), secrets)).toThrow(
      expect.objectContaining({ status: 401 }),
    );
  });

  test.each([null, "", "whsec_", "whsec_not base64!"])("fails closed with %j configured", (secret) => {
    expect(() =>
      authenticateCloudtalk(request(signed()), { webhookSecret: "s3cret", signingSecret: secret }),
    ).toThrow(expect.objectContaining({ status: 503, code: "not_configured" }));
  });
});

test("constantTimeEqual compares texts of any length", () => {
  expect(constantTimeEqual("a", "a")).toBe(true);
  expect(constantTimeEqual("a", "ab")).toBe(false);
  expect(constantTimeEqual("", "a")).toBe(false);
  expect(constantTimeEqual("è€😀", "è€😀")).toBe(true);
});
