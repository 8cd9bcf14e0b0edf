import { describe, expect, it } from "vitest";
import { Problem } from "../../../lib/base/problem.ts";
import { parseWasender } from "../../../lib/vendors/wasender/parse-wasender.ts";
import { valuesOf } from "./values-of.ts";

const ping = '{"event":"webhook.test"}';
const parse = (contentType: string | null, text: string | Uint8Array) =>
  parseWasender({
    contentType,
    rawBody: typeof text === "string" ? new TextEncoder().encode(text) : text,
  });

describe("content types", () => {
  it.each([
    null,
    "",
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "application/vnd.api+json",
    "text/json",
    "text/plain",
    "text/plain;charset=UTF-8",
  ])("%j is read", (type) => expect(parse(type, ping).delivery.eventType).toBe("webhook.test"));

  it.each([
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "text/html",
    "application/jsonp",
    "application/octet-stream",
  ])("%j is refused", (type) => {
    expect(() => parse(type, ping)).toThrow(Problem);
    expect(() => parse(type, ping)).toThrow(expect.objectContaining({ status: 415 }));
  });
});

describe("bodies", () => {
  it.each<[scenario: string, text: string | Uint8Array, status: number]>([
    ["nothing", "", 400],
    ["half a body", '{"event":"messages.rec', 400],
    ["HTML", "<html></html>", 400],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe, 0x00]), 400],
    ["form-encoded text", "event=messages.received", 400],
    ["an array", '[{"event":"messages.received"}]', 422],
    ["an empty object", "{}", 422],
    ["a number", "7", 422],
    ["a string", '"event"', 422],
    ["null", "null", 422],
    ["an event that is no string", '{"event":{"name":"x"}}', 422],
    ["a null event", '{"event":null}', 422],
  ])("%s: %#", (_scenario, text, status) => {
    expect(() => parse(null, text)).toThrow(Problem);
    expect(() => parse(null, text)).toThrow(expect.objectContaining({ status }));
  });

  it("reads past a byte order mark", () => {
    expect(parse("application/json", `\uFEFF${ping}`).delivery.eventType).toBe("webhook.test");
  });

  it("hands the body back as sent, unknown fields too", () => {
    const sent = { event: "session.status", data: { status: "connected", new: [1] }, extra: { deep: true } };
    const { body, delivery } = parse(null, JSON.stringify(sent));
    expect(body).toEqual(sent);
    expect(delivery.values).toEqual([{ type: "channel_status", status: "connected" }]);
  });
});

describe("events without a message", () => {
  it.each([
    ["messages-group.received", "group"],
    ["messages-newsletter.received", "newsletter"],
    ["messages.reaction", "reaction"],
    ["messages.delete", "deletion"],
    ["messages.deleted", "deletion"],
    ["message-receipt.update", "receipt"],
    ["call", "whatsapp_call"],
    ["call.received", "whatsapp_call"],
    ["qrcode.updated", "linking_credential"],
    ["passkey.updated", "linking_credential"],
    ["poll.results", "poll_vote"],
  ])("%s is ignored as %s, whatever its data", (event, reason) => {
    for (const data of [undefined, null, [], {}, "x", { messages: { key: { id: "A" } } }]) {
      expect(valuesOf({ event, data })).toEqual([{ type: "ignored", reason }]);
    }
  });

  it.each([
    ["chats.upsert", "not_a_message"],
    ["chats.update", "not_a_message"],
    ["chats.delete", "not_a_message"],
    ["contacts.upsert", "not_a_message"],
    ["contacts.update", "not_a_message"],
    ["groups.upsert", "not_a_message"],
    ["groups.update", "not_a_message"],
    ["group-participants.update", "not_a_message"],
    ["presence.update", "not_a_message"],
    ["messages.translated", "unknown_event"],
    ["toString", "unknown_event"],
    ["", "unknown_event"],
  ])("%s is ignored as %s and named", (event, reason) => {
    expect(valuesOf({ event, data: { id: 1 } })).toEqual([{ type: "ignored", reason, detail: event }]);
  });

  it.each<[string, unknown, unknown]>([
    [
      "the older shape",
      { status: "expired", session_id: "1" },
      { type: "channel_status", status: "expired" },
    ],
    ["capitals", { status: "NEED_SCAN" }, { type: "channel_status", status: "need_scan" }],
    [
      "an unknown word",
      { status: "hibernating" },
      { type: "ignored", reason: "unknown_status", detail: '"hibernating"' },
    ],
    ["no word", { session_id: "1" }, { type: "ignored", reason: "unknown_status", detail: "missing" }],
    ["no data", null, { type: "ignored", reason: "not_a_message", detail: "session.status without data" }],
  ])("session.status with %s", (_scenario, data, value) => {
    expect(valuesOf({ event: "session.status", data })).toEqual([value]);
  });
});
