import { describe, expect, test } from "vitest";
import type { Content, Outgoing } from "../../../lib/model/content.ts";
import {
  type CunnektOptions,
  createCunnektProvider,
} from "../../../lib/vendors/cunnekt/create-cunnekt-provider.ts";
import { cunnekt } from "../../../lib/vendors/cunnekt/vendor.ts";

interface Asked {
  url: string;
  headers: Headers;
  body: unknown;
}

/** What leaves for a message, and how its answer is sorted. */
async function send(content: Content, options: Partial<CunnektOptions> = {}, more: Partial<Outgoing> = {}) {
  const asked: Asked[] = [];
  const provider = createCunnektProvider({
    apiKey: "K",
    style: "documented",
    ...options,
    fetch: async (url, init) => {
      asked.push({
        url: String(url),
        headers: new Headers(init?.headers),
        body: JSON.parse(String(init?.body)),
      });
      return Response.json({ messages: [{ id: "wamid.A" }] });
    },
  });
  const outcome = await provider.send({ to: "+393330001001", content, ...more });
  return { asked, outcome };
}
const only = ({ asked }: { asked: Asked[] }) => {
  expect(asked).toHaveLength(1);
  return asked[0]!;
};
const template = { kind: "template", name: "sollecito", language: "it" } as const;
const text: Content = { kind: "text", text: "Buongiorno" };

describe("as Cunnekt documents it", () => {
  test("a template by its id, with the key in a header of Cunnekt's own", async () => {
    const { url, headers, body } = only(
      await send({ ...template, id: "1844499816365738", parameters: ["Anna", "lunedì"] }),
    );
    expect(url).toBe("https://app2.cunnekt.com/v1/sendnotification");
    expect([headers.get("api-key"), headers.get("authorization")]).toEqual(["K", null]);
    const parameters = [
      { type: "text", text: "Anna" },
      { type: "text", text: "lunedì" },
    ];
    expect(body).toEqual({
      mobile: "393330001001",
      templateid: "1844499816365738",
      template: { components: [{ type: "body", parameters }] },
    });
  });

  test("one that nothing varies in has no components; without an id its name stands for it", async () => {
    expect(only(await send({ ...template, parameters: [] })).body).toEqual({
      mobile: "393330001001",
      templateid: "sollecito",
    });
  });

  test("a text as an answer, in Meta's shape, quoting what it answers", async () => {
    const { url, body } = only(await send(text, {}, { quoted: "wamid.IN" }));
    expect(url).toBe("https://app.cunnekt.com/api/v1/whatsapp/replymessage");
    expect(body).toEqual({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "393330001001",
      context: { message_id: "wamid.IN" },
      type: "text",
      text: { preview_url: false, body: "Buongiorno" },
    });
  });

  test("a file by its address, and buttons", async () => {
    const media = { kind: "document", url: "https://files.test/x", fileName: "guida.pdf" } as const;
    expect(only(await send({ kind: "media", media, caption: "Eccola" })).body).toMatchObject({
      document: { link: "https://files.test/x", caption: "Eccola", filename: "guida.pdf" },
    });
    const buttons = [{ id: "si", title: "Sì" }];
    const { body } = only(
      await send({ kind: "interactive", interactive: "buttons", body: "Va bene?", buttons }),
    );
    expect(body).toMatchObject({
      interactive: {
        type: "button",
        action: { buttons: [{ type: "reply", reply: { id: "si", title: "Sì" } }] },
      },
    });
  });

  test.each<[string, Content, Partial<Outgoing>]>([
    ["a reaction", { kind: "reaction", on: "wamid.IN", emoji: "👍" }, {}],
    ["somebody without a number", text, { to: null, recipient: "IT.1A2b" }],
  ])("%s does not leave, and no call is made", async (_what, content, more) => {
    const { asked, outcome } = await send(content, {}, more);
    expect([asked.length, outcome]).toMatchObject([0, { kind: "failed", code: "unsupported_content" }]);
  });
});

describe("as it is configured", () => {
  const { numbers } = cunnekt;
  const through = async (values: Record<string, string>, credentials: Record<string, string> = {}) => {
    const asked: string[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (url, init) => {
      const { "api-key": key, authorization } = Object.fromEntries(new Headers(init?.headers));
      asked.push(`${String(url)} ${key ?? authorization}`);
      return Response.json({ id: "1" });
    };
    try {
      const provider = (await numbers!.provider())({ apiKey: "K", ...credentials }, values);
      await provider.send({ to: "+393330001001", content: text });
      await provider.send({ to: "+393330001001", content: { ...template, parameters: ["Anna"] } });
    } finally {
      globalThis.fetch = fetch;
    }
    return asked;
  };

  test("one address for all calls, of the environment or of the number", async () => {
    expect(await through({ CUNNEKT_BASE_URL: "http://127.0.0.1:9/cunnekt" })).toEqual([
      "http://127.0.0.1:9/cunnekt/replymessage K",
      "http://127.0.0.1:9/cunnekt/sendnotification K",
    ]);
    expect((await through({ CUNNEKT_BASE_URL: "http://a.test" }, { baseUrl: "http://b.test" }))[0]).toBe(
      "http://b.test/replymessage K",
    );
  });

  test("other paths, and another header", async () => {
    const values = {
      CUNNEKT_TEMPLATE_PATH: "/api/v2/template",
      CUNNEKT_REPLY_PATH: "/api/v2/reply",
      CUNNEKT_AUTH: "bearer",
      CUNNEKT_BASE_URL: "https://c.test",
    };
    expect(await through(values)).toEqual([
      "https://c.test/api/v2/reply Bearer K",
      "https://c.test/api/v2/template Bearer K",
    ]);
  });

  test("the calls that stand in none of its documents", async () => {
    expect(await through({ CUNNEKT_STYLE: "messages" })).toEqual([
      "https://app2.cunnekt.com/v1/messages Bearer K",
      "https://app2.cunnekt.com/v1/messages/template Bearer K",
    ]);
    const { body } = only(await send(text, { style: "messages" }));
    expect(body).toEqual({ phone: "393330001001", message: "Buongiorno", type: "text" });
  });
});
