import { HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import type { Content, Outgoing, OutgoingMedia } from "../../../lib/model/content.ts";
import type { SendOutcome } from "../../../lib/model/provider.ts";
import { createWasenderProvider } from "../../../lib/vendors/wasender/create-wasender-provider.ts";
import { wasenderFixture } from "./values-of.ts";
import { apiKey, apiUrl, type Body, pretendWasender, provider } from "./wasender-server.ts";

const wasender = pretendWasender();
const fixture = (name: string) => JSON.parse(Buffer.from(wasenderFixture(name)).toString());
const body = { to: "+393330001001", text: "Buongiorno 👋" };
const message: Outgoing = { to: body.to, content: { kind: "text", text: body.text } };
const day = 24 * 60 * 60 * 1000;
/** Beyond this, a quota of a minute is not believed. */
const quarter = 15 * 60_000;

const sessionWords = "Your Whatsapp Session is not connected please connect your session first.";
const sessionText = { success: false, message: sessionWords };
const planText = { success: false, message: "Active subscription or trial is required to use the API" };
const jidText = fixture("send-response-422");
const validation = fixture("send-response-validation");
const html = "<!DOCTYPE html><html><head><style>b{}</style></head><body><h1>Bad gateway</h1></body></html>";

const accepted = { kind: "accepted", providerMessageId: "58000001", retryAfterMs: null };
const sessionDown = { kind: "not_sent", code: "session_down", pause: "session_down", retryAfterMs: null };
const badKey = { kind: "not_sent", code: "bad_key", pause: "bad_key", retryAfterMs: null };
const planEnded = { kind: "not_sent", code: "plan_ended", pause: "plan_ended", retryAfterMs: null };
const limited = (retryAfterMs: number | null) => ({
  kind: "not_sent",
  code: "rate_limited",
  pause: null,
  retryAfterMs,
});
const refused = { kind: "failed", code: "refused" };
const notOnWhatsapp = { kind: "failed", code: "not_on_whatsapp" };
const serverError = { kind: "uncertain", code: "server_error" };
const unreadable = { kind: "uncertain", code: "unreadable_answer" };

/** A server whose clock is ten minutes behind ours, in whole seconds. */
const theirNow = Math.floor(Date.now() / 1000) * 1000 - 600_000;

type Case = [scenario: string, status: number, body: Body, outcome: object, headers?: Record<string, string>];
const cases: Case[] = [
  ["taken", 200, fixture("send-response-ok"), accepted],
  ["taken, 201", 201, fixture("send-response-ok"), accepted],
  ["taken, msgId as text", 200, { success: true, data: { msgId: "58000001" } }, accepted],
  ["taken without an id", 200, { success: true, data: {} }, { ...accepted, providerMessageId: null }],
  ["taken without data", 200, { success: true }, { ...accepted, providerMessageId: null }],
  [
    "taken, whatever else it says",
    200,
    { ...sessionText, success: true },
    { ...accepted, providerMessageId: null },
  ],
  [
    "taken, with something left of the quota",
    200,
    fixture("send-response-ok"),
    accepted,
    { "X-RateLimit-Limit": "256", "X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "40" },
  ],
  [
    "taken, the last of this minute",
    200,
    fixture("send-response-ok"),
    { ...accepted, retryAfterMs: 40_000 },
    { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "40" },
  ],
  [
    "taken, the last until a time that the answer's own clock tells",
    200,
    fixture("send-response-ok"),
    { ...accepted, retryAfterMs: 30_000 },
    {
      Date: new Date(theirNow).toUTCString(),
      "X-RateLimit-Remaining": "0",
      "X-RateLimit-Reset": String(theirNow / 1000 + 30),
    },
  ],
  [
    "taken, the last of a minute that is said to last for years",
    200,
    fixture("send-response-ok"),
    { ...accepted, retryAfterMs: 900_000 },
    { Date: "Thu, 01 Jan 1970 00:00:00 GMT", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "999999999" },
  ],
  [
    "taken, the last of this day",
    200,
    fixture("send-response-ok"),
    { ...accepted, retryAfterMs: 7_200_000 },
    {
      "X-RateLimit-Remaining": "0",
      "X-RateLimit-Reset": "40",
      "X-RateLimit-Daily-Remaining": "0",
      "X-RateLimit-Daily-Reset": "7200",
    },
  ],

  ["200 that is HTML", 200, html, unreadable],
  ["200 that is empty", 200, "", unreadable],
  ["204", 204, null, unreadable],
  ["200 that is cut off", 200, '{"success":true,"data":{"msgId":580', unreadable],
  ["200 that is an array", 200, [{ success: true }], unreadable],
  ["200 without success", 200, { data: { msgId: 1 } }, unreadable],
  ["200 with success in words", 200, { success: "true" }, unreadable],
  ["200 refusing in words nobody knows", 200, { success: false, message: "Try later" }, unreadable],
  ["200 refusing without words", 200, { success: false }, unreadable],
  ["200 with known words but no refusal", 200, { message: jidText.message }, unreadable],
  ["200 refusing: session down", 200, sessionText, sessionDown],
  ["200 refusing: not on WhatsApp", 200, jidText, notOnWhatsapp],
  ["200 refusing: bad input", 200, validation, refused],
  ["200 refusing: plan", 200, planText, planEnded],
  ["200 refusing: key", 200, fixture("send-response-401"), badKey],

  ["a wrong key", 401, fixture("send-response-401"), badKey],
  ["no key", 401, { success: false, message: "API key is required" }, badKey],
  ["the other kind of token", 401, { message: "Unnotarized" }, badKey],
  ["401 that is HTML", 401, html, badKey],
  ["a wrong key under 403", 403, fixture("send-response-401"), badKey],
  ["plan ended", 403, planText, planEnded],
  ["plan ended, 402", 402, { success: false }, planEnded],
  ["plan ended under 401", 401, planText, planEnded],
  ["plan ended under 400, in error", 400, { success: false, error: planText.message }, planEnded],
  ["any other 403", 403, html, planEnded],

  ["not on WhatsApp", 422, jidText, notOnWhatsapp],
  ["not on WhatsApp under 400, in error", 400, { success: false, error: jidText.message }, notOnWhatsapp],
  ["bad input", 422, validation, refused],
  ["422 without words", 422, {}, refused],
  ["400", 400, { success: false, message: "No more than 3 recipients" }, refused],
  ["404", 404, html, refused],
  ["405", 405, "", refused],
  ["413", 413, html, refused],
  ["418", 418, "short and stout", refused],

  ["408", 408, "", { kind: "uncertain", code: "timeout" }],
  ["500", 500, { success: false, message: "Server Error" }, serverError],
  ["500 naming the number", 500, jidText, serverError],
  ["502 that is HTML", 502, html, serverError],
  ["503 with a wait", 503, "", serverError, { "retry-after": "5" }],
  ["504", 504, "", serverError],
  ["520", 520, html, serverError],
  ["a redirect", 302, null, unreadable, { location: `${apiUrl}/elsewhere` }],
  ["a redirect that keeps the method", 307, null, unreadable, { location: `${apiUrl}/elsewhere` }],

  ...[400, 401, 403, 408, 409, 422, 429, 500, 503].map(
    (status): Case => [`session down under ${status}`, status, sessionText, sessionDown],
  ),
  ["session down, in error", 400, { error: sessionWords }, sessionDown],
  ["session down, deeper", 400, { error: { message: sessionWords } }, sessionDown],
  ["session down, as text", 500, sessionWords, sessionDown],
  ["session down, in HTML", 500, `<html><body><p>Session is\n not connected</p></body></html>`, sessionDown],

  ["protection", 429, fixture("send-response-429"), limited(5000)],
  ["trial", 429, fixture("send-response-429-trial"), limited(60_000)],
  ["retry_after as text", 429, { retry_after: "7" }, limited(7000)],
  ["a fraction", 429, { retry_after: 0.2504 }, limited(251)],
  ["none", 429, { retry_after: 0 }, limited(0)],
  ["an absurd one", 429, { retry_after: 1e12 }, limited(day)],
  ["a negative one is none", 429, { retry_after: -5 }, limited(null)],
  ["the body before the header", 429, { retry_after: 5 }, limited(5000), { "retry-after": "9" }],
  ["Retry-After", 429, html, limited(9000), { "retry-after": "9", "x-ratelimit-reset": "3" }],
  [
    "Retry-After as a date long gone",
    429,
    {},
    limited(0),
    { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" },
  ],
  [
    "Retry-After as a date far off",
    429,
    {},
    limited(day),
    { "retry-after": "Fri, 21 Oct 2095 07:28:00 GMT" },
  ],
  ["Retry-After as nonsense", 429, {}, limited(null), { "retry-after": "-5" }],
  ["nonsense, then a reset", 429, {}, limited(3000), { "retry-after": "soon", "x-ratelimit-reset": "3" }],
  ["reset in seconds", 429, {}, limited(12_000), { "x-ratelimit-reset": "12" }],
  ["reset as a timestamp long gone", 429, {}, limited(0), { "x-ratelimit-reset": "1445412480" }],
  ["reset as a timestamp far off", 429, {}, limited(quarter), { "x-ratelimit-reset": "3970164480" }],
  ["reset in milliseconds", 429, {}, limited(quarter), { "x-ratelimit-reset": "3970164480000" }],
  ["reset in milliseconds long gone", 429, {}, limited(0), { "x-ratelimit-reset": "1445412480000" }],
  ["reset absurd", 429, {}, limited(quarter), { "x-ratelimit-reset": "999999999" }],
  ["429 that says nothing", 429, html, limited(null)],
];

describe("every answer to a send", () => {
  it.each(cases)("%s (%i)", async (_scenario, status, body, outcome, headers) => {
    wasender.answer("post", "/send-message", status, body, headers);
    const sent = await provider.send(message);
    const words = sent.kind === "accepted" ? {} : { message: expect.stringMatching(/^\S.{5,400}\.$/s) };
    expect(sent).toEqual({ httpStatus: status, ...outcome, ...words });
  });
});

describe("the request", () => {
  it("is one POST of {to, text} with the session's key", async () => {
    const seen: unknown[] = [];
    wasender.handle("post", "/send-message", async ({ request }) => {
      const { authorization, "content-type": type } = Object.fromEntries(request.headers);
      seen.push({ authorization, type, body: await request.json() });
      return HttpResponse.json({ success: true });
    });
    for (const url of [apiUrl, `${apiUrl}/`, ` ${apiUrl}// `]) {
      await createWasenderProvider({ apiUrl: url, apiKey }).send(message);
    }
    const one = { authorization: `Bearer ${apiKey}`, type: "application/json", body };
    expect(seen).toEqual([one, one, one]);
  });

  it.each<Content>([
    { kind: "template", name: "follow_up", language: "it", parameters: [] },
    { kind: "media", media: { url: "https://files.test/a.pdf" }, caption: "La sua offerta" },
    {
      kind: "media",
      media: { kind: "audio", url: "https://files.test/a.ogg" },
      caption: "a voice note has no words",
    },
    {
      kind: "interactive",
      interactive: "buttons",
      body: "Quando?",
      buttons: [{ id: "am", title: "Mattina" }],
    },
    { kind: "reaction", on: "wamid.A", emoji: "👍" },
    { kind: "location", latitude: 45.46, longitude: 9.19 },
  ])("is none for what is no text: $kind", async (content) => {
    wasender.handle("post", "/send-message", () => expect.unreachable("a call was made"));
    expect(await provider.send({ to: body.to, content })).toEqual({
      kind: "failed",
      code: "unsupported_content",
      message: expect.stringMatching(/^This number cannot send messages of the kind "/),
      httpStatus: null,
    });
  });

  const url = "https://files.test/a?token=1";
  it.each<[OutgoingMedia, string | null, object]>([
    [{ kind: "image", url }, "Eccola", { imageUrl: url, text: "Eccola" }],
    [{ kind: "video", url }, null, { videoUrl: url }],
    [{ kind: "audio", url }, "", { audioUrl: url }],
    [
      { kind: "document", url, fileName: "a.pdf" },
      "Eccola",
      { documentUrl: url, fileName: "a.pdf", text: "Eccola" },
    ],
  ])("names the kind of a file by its field: %j", async (media, caption, fields) => {
    const seen: unknown[] = [];
    wasender.handle("post", "/send-message", async ({ request }) => {
      seen.push(await request.json());
      return HttpResponse.json({ success: true, data: { msgId: 1 } });
    });
    const sorted = await provider.send({ to: body.to, content: { kind: "media", media, caption } });
    expect([sorted.kind, seen]).toEqual(["accepted", [{ to: body.to, ...fields }]]);
  });

  it("declares one send in flight", () => {
    expect(provider).toMatchObject({ name: "wasender", maxInFlight: 1 });
  });
});

describe("what staff read", () => {
  const textOf = async (status: number, body: Body): Promise<string> => {
    wasender.answer("post", "/send-message", status, body);
    return ((await provider.send(message)) as Extract<SendOutcome, { message: string }>).message;
  };

  it("says what is wrong with the message", async () => {
    expect(await textOf(422, validation)).toBe(
      "Wasender refuses the message (HTTP 422: Validation failed The to field is required. The text field is required.).",
    );
    expect(await textOf(502, html)).toBe("Wasender had an error of its own (HTTP 502: Bad gateway).");
    expect(await textOf(500, "")).toBe("Wasender had an error of its own (HTTP 500).");
  });

  it("never holds the key, wherever the provider puts it", async () => {
    for (const body of [
      { message: `Bearer ${apiKey} is wrong` },
      { error: apiKey },
      `<html>${apiKey}${apiKey}</html>`,
    ]) {
      const text = await textOf(400, body);
      expect(text).not.toContain(apiKey);
      expect(text).toContain("[api key]");
    }
    expect(await textOf(400, { message: `${"x".repeat(290)}${apiKey}` })).not.toContain(apiKey.slice(0, 8));
  });

  it("is short, on one line and well-formed", async () => {
    const text = await textOf(400, { message: `a\r\n\u0007b ${"x".repeat(294)}🙂 ${"y".repeat(9999)}` });
    expect(text).toMatch(/: a b x+\uFFFD?….{0,3}$/);
    expect(text.length).toBeLessThan(400);
    expect(text.isWellFormed()).toBe(true);
  });
});
