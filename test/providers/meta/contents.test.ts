import { readFileSync } from "node:fs";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Content, Outgoing } from "../../../lib/model/content.ts";
import { createMetaProvider } from "../../../lib/vendors/meta/create-meta-provider.ts";
import { messageBody } from "../../../lib/vendors/meta/message-body.ts";
import { graphError, numberId } from "./bodies.ts";
import { comparable, notSent, outgoingOf } from "./published-sends.ts";

/** What leaves over Meta, of each kind. */
const published: Record<string, Record<string, unknown>> = JSON.parse(
  readFileSync(new URL("../../fixtures/meta/sends.json", import.meta.url), "utf8"),
);
const to = "+393330001001";
const bodyOf = (content: Content, over: Partial<Outgoing> = {}) => {
  const made = messageBody({ to, content, ...over });
  if ("problem" in made) throw new Error(made.problem);
  return made.body;
};
const problemOf = (content: Content) => {
  const made = messageBody({ to, content });
  return "problem" in made ? made.problem : null;
};
const isRead = ({ status }: Record<string, unknown>) => status === "read";

describe("Meta's published sends", () => {
  const sends = Object.entries(published).filter(([, body]) => !isRead(body));
  test.each(sends.filter(([name]) => !Object.hasOwn(notSent, name)))("%s", (_name, body) => {
    const { content, ...more } = outgoingOf(body);
    expect(comparable(bodyOf(content, more))).toEqual(comparable(body));
  });

  test("those that we do not make are known by name", () => {
    expect(Object.keys(notSent).filter((name) => !published[name])).toEqual([]);
    expect(sends.length - Object.keys(notSent).length).toBe(36);
  });
});

test("variables of a template by name, and what is filled beside its body", () => {
  const sent = bodyOf({
    kind: "template",
    name: "richiesta_bolletta",
    language: "it",
    parameters: ["Anna"],
    named: { nome: "Anna" },
    components: [
      { type: "FOOTER", text: "of its definition" },
      { type: "BUTTON", sub_type: "QUICK_REPLY", index: 0, parameters: [{ type: "payload", payload: "si" }] },
      { type: "HEADER", parameters: [{ type: "document", document: { id: "4711" } }] },
    ],
  });
  expect(sent.template).toEqual({
    name: "richiesta_bolletta",
    language: { code: "it" },
    components: [
      { type: "header", parameters: [{ type: "document", document: { id: "4711" } }] },
      { type: "body", parameters: [{ type: "text", parameter_name: "nome", text: "Anna" }] },
      {
        type: "button",
        sub_type: "quick_reply",
        index: "0",
        parameters: [{ type: "payload", payload: "si" }],
      },
    ],
  });
});

test("somebody whose number is hidden is named by their id, and the number wins where there is one", () => {
  const content: Content = { kind: "text", text: "Buongiorno" };
  const hidden = bodyOf(content, { to: null, recipient: "IT.1A2b" });
  expect(hidden).toMatchObject({ recipient: "IT.1A2b" });
  expect(hidden).not.toHaveProperty("to");
  expect(bodyOf(content, { recipient: "IT.1A2b" })).not.toHaveProperty("recipient");
  expect(messageBody({ to: null, content })).toHaveProperty("problem");
});

test("a reaction is taken back, and quotes nothing beside", () => {
  const sent = bodyOf({ kind: "reaction", on: "wamid.IN", emoji: null }, { quoted: "wamid.OTHER" });
  expect(sent).toMatchObject({ type: "reaction", reaction: { message_id: "wamid.IN", emoji: "" } });
  expect(sent).not.toHaveProperty("context");
});

const button = (n: number, title = `N. ${n}`) => ({ id: `b${n}`, title });
const buttons = (all: { id: string; title: string }[], over: object = {}): Content => ({
  ...{ kind: "interactive", interactive: "buttons", body: "Quando?", buttons: all },
  ...over,
});
const list = (rows: { id: string; title: string; description?: string }[], over: object = {}): Content => ({
  ...{ kind: "interactive", interactive: "list", body: "Quando?", button: "Scegli", sections: [{ rows }] },
  ...over,
});
test.each<[string, Content, RegExp]>([
  ["four buttons", buttons([1, 2, 3, 4].map((n) => button(n))), /between 1 and 3 buttons/],
  ["no button", buttons([]), /between 1 and 3/],
  ["a long button", buttons([button(1, "x".repeat(21))]), /button has more than 20/],
  ["an empty button", buttons([button(1, "")]), /button is empty/],
  ["two of one id", buttons([button(1), button(1)]), /one id/],
  ["a long text", buttons([button(1)], { body: "x".repeat(1025) }), /text has more than 1024/],
  ["eleven rows", list([...Array(11).keys()].map((n) => button(n))), /between 1 and 10 rows/],
  ["a long row", list([button(1, "x".repeat(25))]), /row has more than 24/],
  [
    "a long description",
    list([{ ...button(1), description: "x".repeat(73) }]),
    /description has more than 72/,
  ],
  [
    "sections without titles",
    list([], { sections: [{ rows: [button(1)] }, { rows: [button(2)] }] }),
    /title/,
  ],
  ["a long opener", list([button(1)], { button: "x".repeat(21) }), /button has more than 20/],
  ["a text beyond all", { kind: "text", text: "x".repeat(4097) }, /4,096/],
  ["words under a voice note", { kind: "media", media: { kind: "audio", id: "1" }, caption: "x" }, /words/],
  [
    "a long caption",
    { kind: "media", media: { kind: "image", id: "1" }, caption: "x".repeat(1025) },
    /1,024/,
  ],
  ["no file", { kind: "media", media: { kind: "image" } }, /no file/],
])("is refused before any call: %s", (_what, content, words) => {
  expect(problemOf(content)).toMatch(words);
});

describe("a file of ours", () => {
  const graphUrl = "https://graph.test";
  const seen: unknown[] = [];
  let file: () => Response;
  let upload: () => Response;
  let sent: () => Response;
  const server = setupServer(
    http.get("https://files.test/offer.pdf", ({ request }) => {
      seen.push(["file", request.headers.get("authorization")]);
      return file();
    }),
    http.post(`${graphUrl}/v26.0/${numberId}/media`, async ({ request }) => {
      const form = await request.formData();
      const { name, type, size } = form.get("file") as File;
      seen.push(["upload", form.get("messaging_product"), form.get("type"), name, type, size]);
      return upload();
    }),
    http.post(`${graphUrl}/v26.0/${numberId}/messages`, async ({ request }) => {
      seen.push(((await request.json()) as { document: unknown }).document);
      return sent();
    }),
  );
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  afterEach(() => void seen.splice(0));
  afterAll(() => server.close());
  const pdf = { "content-type": "application/pdf", "content-length": "4" };
  const fine = () => {
    file = () => new HttpResponse("%PDF", { headers: pdf });
    upload = () => HttpResponse.json({ id: "4490709327384033" });
    sent = () => HttpResponse.json({ messages: [{ id: "wamid.A" }] });
  };
  const url = "https://files.test/offer.pdf?token=1";
  const media = { kind: "document", url, fileName: "Offerta.pdf", mimeType: "application/pdf" } as const;
  const content: Content = { kind: "media", media, caption: "Eccola" };
  const create = () =>
    createMetaProvider({ graphUrl, version: "v26.0", accessToken: "EAAJB", phoneNumberId: numberId });
  const words = { caption: "Eccola", filename: "Offerta.pdf" };

  test("is brought to Meta once, without our token, and goes by its id to each", async () => {
    fine();
    const provider = create();
    expect(await provider.send({ to, content })).toMatchObject({ kind: "accepted" });
    const again = { ...content, media: { ...media, url: "https://files.test/offer.pdf?token=2" } };
    await provider.send({ to, content: again });
    const byId = { ...words, id: "4490709327384033" };
    expect(seen).toEqual([
      ["file", null],
      ["upload", "whatsapp", "application/pdf", "Offerta.pdf", "application/pdf", 4],
      byId,
      byId,
    ]);
  });

  test.each<[string, () => void]>([
    ["is not to be had", () => (file = () => new HttpResponse(null, { status: 404 }))],
    [
      "is too large to pass through us",
      () => (file = () => new HttpResponse("x", { headers: { ...pdf, "content-length": "16777217" } })),
    ],
    ["is not taken", () => (upload = () => HttpResponse.json(graphError(131053, "Media"), { status: 400 }))],
  ])("goes by its address where it %s", async (_why, spoil) => {
    fine();
    spoil();
    expect(await create().send({ to, content })).toMatchObject({ kind: "accepted" });
    expect(seen.at(-1)).toEqual({ ...words, link: url });
  });

  test("goes by its address where Meta refuses what was brought: nothing had left", async () => {
    fine();
    const answers = [HttpResponse.json(graphError(131053, "Media upload error"), { status: 400 })];
    sent = () => answers.pop() ?? HttpResponse.json({ messages: [{ id: "wamid.A" }] });
    expect(await create().send({ to, content })).toMatchObject({ kind: "accepted" });
    expect(seen.slice(-2)).toEqual([
      { ...words, id: "4490709327384033" },
      { ...words, link: url },
    ]);
  });

  test("an answer that never came is not asked for again", async () => {
    fine();
    sent = () => HttpResponse.error();
    expect(await create().send({ to, content })).toMatchObject({ kind: "uncertain" });
    expect(seen).toHaveLength(3);
  });
});

test("read, and writing: as published", async () => {
  const bodies: unknown[] = [];
  const answer = { success: true };
  const request = (async (_url: URL, { body }: RequestInit) => {
    bodies.push(JSON.parse(String(body)));
    return Response.json(answer);
  }) as typeof fetch;
  const provider = createMetaProvider({
    ...{ graphUrl: "https://graph.test", version: "v26.0", accessToken: "EAAJB", phoneNumberId: numberId },
    fetch: request,
  });
  const example = published["Send typing indicator and read receipt"]!;
  expect(await provider.markRead!(String(example.message_id), { typing: true })).toBe(true);
  expect(await provider.markRead!("wamid.B")).toBe(true);
  expect(bodies[0]).toEqual(example);
  expect(bodies[1]).not.toHaveProperty("typing_indicator");
});
