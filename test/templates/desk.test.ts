import { readFileSync } from "node:fs";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { TemplateDraft } from "../../lib/model/template.ts";
import { withParameters } from "../../lib/model/template-parameters.ts";
import { createTemplateDesk } from "../../lib/vendors/meta/templates/create-template-desk.ts";
import { creationBody } from "../../lib/vendors/meta/templates/template-body.ts";
import { graphError } from "../providers/meta/bodies.ts";

/** The texts of an account at Meta: what is posted, and every answer sorted. */
const published = JSON.parse(
  readFileSync(new URL("../fixtures/meta/templates.json", import.meta.url), "utf8"),
);
const graphUrl = "https://graph.test";
const accessToken = "EAAJB-token-of-the-tests";
const businessAccountId = "102290129340398";
const desk = createTemplateDesk({ graphUrl, version: "v26.0", accessToken, businessAccountId });
const base = `${graphUrl}/v26.0`;
const seen: { method: string; path: string; query: string; body: unknown }[] = [];
let answer: (call: number) => Response;
const server = setupServer(
  http.all(`${base}/*`, async ({ request }) => {
    const { pathname, search } = new URL(request.url);
    const text = await request.text();
    expect(request.headers.get("authorization")).toBe(`Bearer ${accessToken}`);
    const body = text === "" ? null : JSON.parse(text);
    seen.push({ method: request.method, path: pathname.replace("/v26.0/", ""), query: search, body });
    return answer(seen.length);
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => void seen.splice(0));
afterAll(() => server.close());
const says = (body: object, status = 200) => {
  answer = () => HttpResponse.json(body as never, { status });
};

const draft: TemplateDraft = {
  name: "richiesta_bolletta",
  language: "it",
  category: "utility",
  ...withParameters(
    "Salve {contact_first_name|cliente}, come concordato con {agent_first_name|noi}, grazie.",
  ),
  components: [
    { type: "FOOTER", text: "Greengen Group" },
    { type: "HEADER", format: "TEXT", text: "Bolletta" },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Non ora" }] },
  ],
  ttlSeconds: 43_200,
};

test("one is created with named parameters, an example of each, and our expiry", async () => {
  says(published.answers["Example response"]);
  expect(await desk.create(draft)).toEqual({
    kind: "done",
    id: "1689556908129832",
    state: "pending",
    category: "utility",
  });
  expect(seen).toEqual([
    {
      method: "POST",
      path: `${businessAccountId}/message_templates`,
      query: "",
      body: {
        name: "richiesta_bolletta",
        language: "it",
        category: "UTILITY",
        parameter_format: "NAMED",
        message_send_ttl_seconds: 43_200,
        components: [
          { type: "HEADER", format: "TEXT", text: "Bolletta" },
          {
            type: "BODY",
            text: "Salve {{contact_first_name}}, come concordato con {{agent_first_name}}, grazie.",
            example: {
              body_text_named_params: [
                { param_name: "contact_first_name", example: "Mario" },
                { param_name: "agent_first_name", example: "Giulia" },
              ],
            },
          },
          { type: "FOOTER", text: "Greengen Group" },
          { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Non ora" }] },
        ],
      },
    },
  ]);
});

test("marketing carries no expiry: only its own API takes one", () => {
  expect(creationBody({ ...draft, category: "marketing" })).not.toHaveProperty("message_send_ttl_seconds");
});

test.each([
  "Create template w/ text header, text body, text footer, and 2 quick reply buttons",
  "Create template w/ document header, text body, a phone number button, and a URL button",
] as const)("has the keys of Meta's own example: %s", (name) => {
  const theirs = published.requests[name];
  const ours = creationBody(draft) as typeof theirs;
  expect(Object.keys(ours)).toEqual(expect.arrayContaining(Object.keys(theirs)));
  const keysOf = (type: string, of: typeof theirs) =>
    Object.keys(of.components.find((part: { type: string }) => part.type === type) ?? {}).toSorted();
  expect(keysOf("BODY", ours)).toEqual(keysOf("BODY", theirs));
  expect(keysOf("BUTTONS", ours)).toEqual(keysOf("BUTTONS", theirs));
});

test("a change replaces everything but name, language and category; a removal is of this one alone", async () => {
  says({ success: true });
  expect(await desk.edit("168", draft)).toEqual({ kind: "done", id: null, state: null, category: null });
  expect(seen[0]).toMatchObject({ method: "POST", path: "168" });
  expect(Object.keys(seen[0]!.body as object).toSorted()).toEqual([
    "components",
    "message_send_ttl_seconds",
    "parameter_format",
  ]);
  expect(await desk.remove("168", "richiesta_bolletta")).toMatchObject({ kind: "done" });
  expect(seen[1]).toMatchObject({
    method: "DELETE",
    path: `${businessAccountId}/message_templates`,
    query: "?hsm_id=168&name=richiesta_bolletta",
  });
});

describe("the list", () => {
  test("is read as Meta publishes it", async () => {
    says(published.list);
    const list = await desk.list(null);
    expect(list).toMatchObject({ kind: "page", next: null });
    const [hello, promo] = (list as Extract<typeof list, { kind: "page" }>).templates;
    expect(hello).toMatchObject({
      name: "hello_world",
      language: "en_US",
      state: "approved",
      unsupported: null,
    });
    expect(promo).toEqual({
      id: "920070352646140",
      name: "2023_april_promo",
      language: "en_US",
      state: "approved",
      category: "marketing",
      quality: null,
      reasonCode: null,
      ttlSeconds: null,
      body: "Hi {{1}}, our Fall Sale is on! Use promo code {{2}} Get an extra 25% off every order above $350!",
      components: [
        { type: "HEADER", format: "TEXT", text: "Fall Sale" },
        { type: "FOOTER", text: "Not interested in any of our sales? Tap Stop Promotions" },
        { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Stop promotions" }] },
      ],
      unsupported: null,
    });
    const { searchParams } = new URL(`https://x.test/${seen[0]!.query}`);
    expect(searchParams.get("fields")).toContain("quality_score,rejected_reason,message_send_ttl_seconds");
  });

  test("goes on at the cursor while there is a next page", async () => {
    says({ data: [], paging: { cursors: { after: "MjQ=" }, next: `${base}/x?after=MjQ=` } });
    expect(await desk.list(null)).toMatchObject({ next: "MjQ=" });
    await desk.list("MjQ=");
    expect(seen[1]!.query).toContain("&after=MjQ%3D");
  });

  test("says what cannot be sent from here, and takes no new word for an approval", async () => {
    const row = (over: object) => ({ id: "1", name: "a", language: "it", status: "APPROVED", ...over });
    const body = { type: "BODY", text: "Ciao" };
    says({
      data: [
        row({ components: [{ type: "HEADER", format: "DOCUMENT" }, body] }),
        row({ components: [{ type: "HEADER", format: "TEXT", text: "{{1}}" }, body] }),
        row({ components: [body, { type: "BUTTONS", buttons: [{ type: "OTP", text: "Copia" }] }] }),
        row({ components: [{ type: "BODY", text: "{{2}} e {{1}}" }] }),
        row({ components: [] }),
        row({ components: [body], status: "SOMETHING_NEW", quality_score: { score: "RED" } }),
        { name: "without an id" },
      ],
    });
    const list = await desk.list(null);
    if (list.kind !== "page") throw new Error(list.message);
    expect(list.templates.map(({ unsupported }) => unsupported)).toEqual([
      "media_header",
      "header_variable",
      "buttons",
      "variables",
      "no_body",
      null,
    ]);
    expect(list.templates.at(-1)).toMatchObject({ state: "pending", quality: "red" });
  });

  test.each([
    [() => HttpResponse.json(graphError(190, "Session has expired"), { status: 401 }), "unauthorized"],
    [() => HttpResponse.json(graphError(80007, "Rate limit"), { status: 400 }), "rate_limited"],
    [() => HttpResponse.json({}, { status: 200 }), "unreadable_answer"],
    [() => HttpResponse.error(), "connection_lost"],
  ] as const)("fails in words: %#", async (response, code) => {
    answer = response;
    expect(await desk.list(null)).toMatchObject({ kind: "failed", code });
  });
});

describe("a refusal is a code that its author understands, with Meta's own words", () => {
  test.each([
    [2388024, "name_exists"],
    [2388023, "name_blocked"],
    [2388039, "in_review"],
    [2388040, "too_long"],
    [2388047, "bad_header"],
    [2388072, "bad_body"],
    [2388073, "bad_footer"],
    [2388293, "too_many_variables"],
    [2388299, "variable_at_edge"],
    [2388019, "limit_reached"],
    [9_999_999, "refused"],
  ] as const)("%d", async (error_subcode, code) => {
    const told = { error_subcode, error_user_title: "Titolo", error_user_msg: `Perché. ${accessToken}` };
    says(graphError(100, "Invalid parameter", told), 400);
    const sorted = await desk.create(draft);
    expect(sorted).toMatchObject({
      kind: "refused",
      code,
      message: expect.stringMatching(/^Titolo: Perché/),
    });
    expect(JSON.stringify(sorted)).not.toContain(accessToken);
  });

  test.each([
    [190, 401, "unauthorized"],
    [4, 400, "rate_limited"],
    [2, 500, "server_error"],
  ] as const)("code %d with HTTP %d passes", async (number, status, code) => {
    says(graphError(number, "words"), status);
    expect(await desk.create(draft)).toMatchObject({ kind: "retry", code });
  });
});

test("a variable that comes twice is two parameters, each with letters in its name", () => {
  expect(withParameters("{contact_name|a} e {contact_name|b} e {company}")).toEqual({
    body: "{{contact_name}} e {{contact_name_b}} e {{company}}",
    parameters: [
      { name: "contact_name", example: "Mario Rossi" },
      { name: "contact_name_b", example: "Mario Rossi" },
      { name: "company", example: "Azienda Agricola Rossi" },
    ],
  });
});
