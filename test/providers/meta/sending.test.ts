import { readFileSync } from "node:fs";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Outgoing } from "../../../lib/model/content.ts";
import { createMetaProvider } from "../../../lib/vendors/meta/create-meta-provider.ts";
import { graphError, numberId } from "./bodies.ts";

const graphUrl = "https://graph.test";
const accessToken = "EAAJB-token-of-the-tests";
const provider = createMetaProvider({ graphUrl, version: "v26.0", accessToken, phoneNumberId: numberId });
const published = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/meta/${name}.json`, import.meta.url), "utf8"));

const seen: unknown[] = [];
let answer: () => Response;
const server = setupServer(
  http.post(`${graphUrl}/v26.0/${numberId}/messages`, async ({ request }) => {
    seen.push(await request.json());
    expect(request.headers.get("authorization")).toBe(`Bearer ${accessToken}`);
    return answer();
  }),
  http.get(`${graphUrl}/v26.0/:id`, ({ request, params }) => {
    seen.push([params.id, new URL(request.url).search]);
    return answer();
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => void seen.splice(0));
afterAll(() => server.close());
const says = (body: object, status = 200, headers: Record<string, string> = {}) => {
  answer = () => HttpResponse.json(body as never, { status, headers });
};
const to = "+393330001001";
const text: Outgoing = { to, content: { kind: "text", text: "Buongiorno" } };
const taken = { messages: [{ id: "wamid.A" }] };

describe("what leaves", () => {
  test("a text, with our name of it", async () => {
    says(taken);
    await provider.send({ ...text, reference: "12.1" });
    const own = published("sends")["Send Text Message"];
    expect(seen).toEqual([
      { ...own, to, text: { ...own.text, body: "Buongiorno" }, biz_opaque_callback_data: "12.1" },
    ]);
  });

  test("a template with its parameters in their order, or with components of its own", async () => {
    says(taken);
    const template = { kind: "template", name: "sollecito", language: "it" } as const;
    const texts = (...all: string[]) => all.map((one) => ({ type: "text", text: one }));
    await provider.send({ to, content: { ...template, parameters: ["Anna", "Samuela"] } });
    await provider.send({ to, content: { ...template, parameters: [] } });
    const { components } = published("sends")["Send Message Template Interactive"].template;
    await provider.send({ to, content: { ...template, parameters: ["x"], components } });
    expect(seen.map((body) => (body as { template: { components: unknown } }).template.components)).toEqual([
      [{ type: "body", parameters: texts("Anna", "Samuela") }],
      undefined,
      components,
    ]);
    expect(seen[0]).toMatchObject({
      type: "template",
      template: { name: "sollecito", language: { code: "it" } },
    });
  });

  test("nothing of what it cannot send", async () => {
    const outcome = await provider.send({ to, content: { kind: "contacts", contacts: [] } });
    expect(outcome).toMatchObject({ kind: "failed", code: "unsupported_content" });
    expect(seen).toEqual([]);
  });
});

describe("how an answer is sorted", () => {
  test.each(Object.entries(published("send-answers")))("taken: %s", async (_name, body) => {
    says(body as object);
    const { messages } = body as { messages?: { id: string }[] };
    expect(await provider.send(text)).toMatchObject(
      messages?.[0]?.id
        ? { kind: "accepted", whatsappId: messages[0].id, retryAfterMs: null }
        : { kind: "uncertain", code: "unreadable_answer" },
    );
  });

  test("taken, and held for a while", async () => {
    says({ messages: [{ id: "wamid.A", message_status: "held_for_quality_assessment" }] });
    expect(await provider.send(text)).toMatchObject({ kind: "accepted", whatsappId: "wamid.A", held: true });
    says({ messages: [{ id: "wamid.A", message_status: "accepted" }] });
    expect(await provider.send(text)).not.toHaveProperty("held");
  });

  const waits = (retryAfterMs: number | null) => ({
    kind: "not_sent",
    code: "rate_limited",
    pause: null,
    retryAfterMs,
  });
  const pauses = (pause: string) => ({ kind: "not_sent", code: pause, pause });
  const failed = (code: string) => ({ kind: "failed", code });
  const unknown = { kind: "uncertain", code: "server_error" };
  /** Every code of Meta's list that a send can meet (docs, error codes). */
  test.each<[code: number, status: number, outcome: object]>([
    [0, 401, pauses("bad_key")],
    [190, 401, pauses("bad_key")],
    [3, 500, pauses("bad_key")],
    [10, 403, pauses("bad_key")],
    [200, 403, pauses("bad_key")],
    [299, 400, pauses("bad_key")],
    [131005, 403, pauses("bad_key")],
    [33, 400, pauses("bad_key")],
    [803, 404, pauses("bad_key")],
    [368, 403, pauses("plan_ended")],
    [131031, 403, pauses("plan_ended")],
    [131042, 400, pauses("plan_ended")],
    [131045, 500, pauses("session_down")],
    [133010, 400, pauses("session_down")],
    [133015, 400, pauses("session_down")],
    [4, 400, waits(60_000)],
    [80007, 400, waits(60_000)],
    [130429, 400, waits(5_000)],
    [131048, 400, waits(900_000)],
    [131056, 400, { ...waits(null), only: "recipient" }],
    [131057, 500, waits(120_000)],
    [133004, 503, waits(120_000)],
    [131016, 500, waits(60_000)],
    [131026, 400, failed("not_on_whatsapp")],
    [131047, 400, failed("window_closed")],
    [470, 400, failed("window_closed")],
    [131050, 400, failed("stopped_marketing")],
    [131049, 400, failed("not_now")],
    [130472, 400, failed("not_now")],
    [132000, 400, failed("template_refused")],
    [132001, 404, failed("template_refused")],
    [132005, 400, failed("template_refused")],
    [132007, 400, failed("template_refused")],
    [132012, 400, failed("template_refused")],
    [132015, 400, failed("template_refused")],
    [132016, 400, failed("template_refused")],
    [132018, 400, failed("template_refused")],
    [131064, 400, failed("template_refused")],
    [131051, 400, failed("unsupported_content")],
    [131052, 400, failed("refused")],
    [131053, 400, failed("refused")],
    [130403, 400, failed("refused")],
    [131021, 400, failed("refused")],
    [130497, 403, failed("refused")],
    [131062, 400, failed("refused")],
    [131063, 400, failed("refused")],
    [132068, 400, failed("refused")],
    [100, 400, failed("refused")],
    [131008, 400, failed("refused")],
    [131009, 400, failed("refused")],
    [131030, 400, failed("refused")],
    [1, 500, unknown],
    [2, 503, unknown],
    [131000, 500, unknown],
    [999_999, 500, unknown],
    [999_999, 400, failed("refused")],
  ])("code %i with HTTP %i", async (code, status, outcome) => {
    says(graphError(code, `no luck with ${accessToken}`), status);
    const sorted = await provider.send(text);
    expect(sorted).toMatchObject({ ...outcome, httpStatus: status });
    expect(sorted).toMatchObject({ message: expect.stringContaining(`code ${code}`) });
    expect(JSON.stringify(sorted)).not.toContain(accessToken);
  });

  test("a number that is not there is ours to mend, not the message's fault", async () => {
    says(graphError(100, "Unsupported post request.", { error_subcode: 33 }), 400);
    expect(await provider.send(text)).toMatchObject(pauses("bad_key"));
  });

  test("each published error body is sorted; none with 5xx is called unsent, but for a rate limit", async () => {
    const all = Object.entries(published("errors") as Record<string, Record<string, object>>);
    for (const [route, bodies] of all) {
      const status = Number(route.slice(-3));
      for (const body of Object.values(bodies)) {
        says(body, status);
        const { kind } = await provider.send(text);
        if (status >= 500) expect([route, kind]).toEqual([route, "uncertain"]);
        if (status === 401 || status === 429) expect([route, kind]).toEqual([route, "not_sent"]);
      }
    }
  });
});

describe("the number, asked", () => {
  test.each([
    ["CONNECTED", "connected"],
    ["FLAGGED", "connected"],
    ["PENDING", "connecting"],
    ["BANNED", "disconnected"],
  ])("%s is %s", async (status, means) => {
    says({ id: numberId, status });
    expect(await provider.channelStatus()).toEqual({ kind: "status", status: means });
  });

  test("refusals are the same as of a send, and what says nothing is unknown", async () => {
    says(graphError(190, "Session has expired"), 401);
    expect(await provider.channelStatus()).toMatchObject({ kind: "refused", pause: "bad_key" });
    says(graphError(131042, "Payment"), 400);
    expect(await provider.channelStatus()).toMatchObject({ kind: "refused", pause: "plan_ended" });
    says(graphError(133010, "Not registered"), 400);
    expect(await provider.channelStatus()).toEqual({ kind: "status", status: "disconnected" });
    for (const [body, status] of [
      [{}, 200],
      [{ status: "NEW" }, 200],
      [graphError(2, "x"), 500],
    ] as const) {
      says(body, status);
      expect(await provider.channelStatus()).toMatchObject({ kind: "unknown" });
    }
  });
});

describe("a file", () => {
  const ask = () => provider.mediaLink!("wamid.A", { id: "47/11" });

  test("is at Meta's own host, for who shows the token", async () => {
    says({
      url: "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
      mime_type: "image/jpeg",
    });
    expect(await ask()).toEqual({
      kind: "link",
      url: "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(seen).toEqual([["47/11", `?phone_number_id=${numberId}`]]);
  });

  test.each([
    ["https://lookaside.fbsbx.com.evil.test/x", 200, {}, "unreadable"],
    ["", 200, {}, "unreadable"],
    [null, 401, graphError(190, "expired"), "unauthorized"],
    [null, 400, graphError(80007, "rate"), "rate_limited"],
    [null, 500, graphError(131000, "broken"), "unreachable"],
  ])("the token goes to nobody else: %s %i", async (url, status, body, code) => {
    says({ ...(url !== null && { url }), ...body }, status);
    const link = await ask();
    expect(link).toMatchObject({ kind: "failed", failure: { code } });
    expect(JSON.stringify(link)).not.toContain(accessToken);
  });

  test("is gone where Meta knows it no more", async () => {
    says(graphError(100, "Unsupported get request.", { error_subcode: 33 }), 400);
    expect(await ask()).toMatchObject({ kind: "gone" });
  });
});
