import { describe, expect, test } from "vitest";
import { readMediaLink } from "../../../lib/vendors/wasender/read-media-link.ts";
import { readMediaSource } from "../../../lib/vendors/wasender/read-media-source.ts";
import type { Exchange } from "../../../lib/vendors/wasender/request-wasender.ts";
import { fixture } from "../../support/product.ts";

const apiKey = "session-api-key-example-not-real";
const answer = (status: number, body: object | string, headers = {}): Exchange => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const json = typeof body === "string" ? {} : (body as Record<string, unknown>);
  return { kind: "answer", status, headers: new Headers(headers), text, body: json };
};
const failed = (code: string, waitMs: number | null = null) => ({
  kind: "failed",
  failure: { code, waitMs, message: expect.any(String) },
});
const gone = { kind: "gone", message: expect.any(String) };

describe("every answer of decrypt-media", () => {
  test.for([
    [
      "a link",
      answer(200, fixture("wasender-decrypt-response")),
      { kind: "link", url: fixture("wasender-decrypt-response").publicUrl },
    ],
    ["404", answer(404, { success: false, error: "Not found" }), gone],
    ["410", answer(410, "<html>Gone</html>"), gone],
    ["words for gone", answer(422, { success: false, error: "Failed to download media: 410" }), gone],
    ["404 of a gateway's page", answer(404, "<html>Not Found</html>"), failed("unreadable")],
    [
      "404 of the session",
      answer(404, { success: false, message: "Session not found" }),
      failed("unreadable"),
    ],
    ["an expired session", answer(400, { success: false, error: "Session expired" }), failed("unreadable")],
    ["an expired token", answer(422, { success: false, message: "API token expired" }), failed("unreadable")],
    ["an expired plan", answer(200, { success: false, error: "Subscription expired" }), failed("unreadable")],
    ["expired", answer(200, { success: false, error: "Media has expired" }), gone],
    ["other words", answer(422, { success: false, error: "Failed to decrypt media" }), failed("unreadable")],
    ["no words", answer(400, { success: false }), failed("unreadable")],
    ["a 200 without a link", answer(200, { success: true }), failed("unreadable")],
    ["a 200 of a gateway", answer(200, "<html>ok</html>"), failed("unreadable")],
    ["401", answer(401, { success: false, message: "Invalid API key" }), failed("unauthorized")],
    [
      "the plan ended",
      answer(403, { message: "Active subscription or trial is required" }),
      failed("unauthorized"),
    ],
    ["429", answer(429, { message: "slow", retry_after: 60 }), failed("rate_limited", 60_000)],
    ["500", answer(500, "<html>"), failed("unreachable")],
    ["a timeout of theirs", answer(408, ""), failed("unreachable")],
    [
      "no answer",
      { kind: "no_answer", failure: "timeout", text: "late", status: null } satisfies Exchange,
      failed("unreachable"),
    ],
    [
      "no key",
      { kind: "no_answer", failure: "bad_key", text: "bad", status: null } satisfies Exchange,
      failed("unauthorized"),
    ],
  ] as const)("%s", ([, exchange, outcome]) => {
    const read = readMediaLink(exchange, apiKey);
    expect(read).toEqual(outcome);
    if (read.kind !== "link") expect(JSON.stringify(read)).not.toContain(apiKey);
  });

  test("what it says of a link is never quoted: it opens the file for whoever has it", () => {
    const read = readMediaLink(answer(302, { publicUrl: "https://files.example/secret" }), apiKey);
    expect(JSON.stringify(read)).not.toContain("files.example");
  });
});

describe("what opens a file", () => {
  const file = {
    url: "https://mmg.whatsapp.net/x.enc",
    mediaKey: "a2V5",
    fileLength: 12,
    mimetype: "video/mp4",
    other: "x",
  };

  test("is the address, the key and what decrypt-media is documented to take", () => {
    expect(readMediaSource("ptvMessage", file)).toEqual({
      kind: "videoMessage",
      url: file.url,
      key: "a2V5",
      file: { fileLength: "12", mimetype: "video/mp4" },
    });
  });

  test.for([
    ["locationMessage", file],
    ["constructor", file],
    ["imageMessage", { ...file, url: undefined }],
    ["imageMessage", { ...file, mediaKey: "" }],
    ["imageMessage", { ...file, mediaKey: "[redacted]" }],
    ["imageMessage", { ...file, mediaKey: { some: "words" } }],
  ] as const)("%s without a part of it is nothing", ([name, given]) => {
    expect(readMediaSource(name, given)).toBeNull();
  });
});
