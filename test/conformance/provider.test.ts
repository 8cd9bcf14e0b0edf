import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { type Content, type Outgoing, sentMediaKinds } from "../../lib/model/content.ts";
import type { SendOutcome } from "../../lib/model/provider.ts";
import { capabilitiesWith } from "../../lib/vendors/lazy-provider.ts";
import { listen } from "../support/listen.ts";
import type { HttpAnswer } from "./subject.ts";
import { subjectsWith } from "./subjects.ts";

const message: Outgoing = { to: "+393330001001", content: { kind: "text", text: "Buongiorno" } };
const servers: Server[] = [];
const sockets = new Set<Socket>();
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(closers.splice(0).map((close) => close()));
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server on loopback that does this with the first bytes it gets; its address. */
async function serve(onRequest: (socket: Socket) => void, server = createServer()): Promise<string> {
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => onRequest(socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

async function closedPort(): Promise<string> {
  const address = await serve(() => {});
  await new Promise((resolve) => servers.pop()!.close(resolve));
  return address;
}

const words = expect.stringMatching(/^\S.{5,400}\.$/s);
const uncertain = (code: string, httpStatus: number | null = null) => ({
  kind: "uncertain",
  code,
  httpStatus,
  message: words,
});
const unreachable = {
  kind: "not_sent",
  code: "unreachable",
  message: words,
  httpStatus: null,
  retryAfterMs: null,
  pause: null,
};
const half = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"success":true,';

/** A server that gives this answer to whatever it is asked; its address. */
async function answering(
  { status, body, headers = {} }: HttpAnswer,
  asked: () => void = () => {},
): Promise<string> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = { "content-type": typeof body === "string" ? "text/html" : "application/json" };
  const server = await listen({
    fetch() {
      asked();
      return new Response(text, { status, headers: { ...type, ...headers } });
    },
  });
  closers.push(server.close);
  return server.url;
}

/** Whatever answers: a provider throws nothing. */
const odd: HttpAnswer[] = [
  "",
  "null",
  "[]",
  "{",
  "\u0000",
  "x".repeat(100_000),
  {},
  { error: null },
  { data: [] },
].flatMap((body) => [200, 201, 302, 400, 404, 418, 500].map((status) => ({ status, body })));
const outcomes = ["accepted", "not_sent", "failed", "uncertain"] satisfies SendOutcome["kind"][];

describe.each(subjectsWith("numbers"))("%s", (_name, { vendor, numbers: { create, apiKey, answers } }) => {
  const send = (apiUrl: string, options: { timeoutMs?: number; fetch?: typeof fetch } = {}) =>
    create({ apiUrl, apiKey, timeoutMs: 5000, ...options }).send(message);

  it.each(answers)("an answer is sorted: %s", async (_scenario, answer, outcome) => {
    let asked = 0;
    const url = await answering(answer, () => {
      asked += 1;
    });
    const sorted = await send(url);
    expect(sorted).toMatchObject(outcome);
    if (sorted.kind !== "accepted") expect(sorted.message).toMatch(/^\S.{5,400}\.$/s);
    expect(JSON.stringify(sorted)).not.toContain(apiKey);
    // Never a second try by itself.
    expect(asked).toBe(1);
  });

  it("each of the four ways is among them", () => {
    expect(new Set(answers.map(([, , { kind }]) => kind))).toEqual(new Set(outcomes));
  });

  it("a template leaves where the vendor says that it can, and no call is made where not", async () => {
    let asked = 0;
    const [, taken] = answers.find(([, , { kind }]) => kind === "accepted")!;
    const url = await answering(taken, () => {
      asked += 1;
    });
    const { templates } = vendor.numbers!.capabilities;
    const content: Content = { kind: "template", name: "sollecito", language: "it", parameters: ["Anna"] };
    const sorted = await create({ apiUrl: url, apiKey }).send({ to: message.to, content });
    expect(sorted).toMatchObject(
      templates ? { kind: "accepted" } : { kind: "failed", code: "unsupported_content", httpStatus: null },
    );
    expect(asked).toBe(templates ? 1 : 0);
  });

  it.each(sentMediaKinds)(
    "a file leaves as %s where the vendor says that it can, with our bytes' address",
    async (kind) => {
      let asked = 0;
      const [, taken] = answers.find(([, , { kind: ended }]) => ended === "accepted")!;
      const url = await answering(taken, () => {
        asked += 1;
      });
      const limit = vendor.numbers!.capabilities.attachments?.[kind];
      const media = { kind, url: "https://files.test/x", fileName: "x.pdf", mimeType: "application/pdf" };
      const content: Content = { kind: "media", media, caption: limit?.caption ? "Eccola" : null };
      const sorted = await create({ apiUrl: url, apiKey }).send({ to: message.to, content });
      expect(sorted).toMatchObject(
        limit ? { kind: "accepted" } : { kind: "failed", code: "unsupported_content", httpStatus: null },
      );
      expect(asked).toBe(limit ? 1 : 0);
    },
  );

  it("whatever is answered, nothing throws, and a send that may have left is not called unsent", async () => {
    for (const answer of odd) {
      const url = await answering(answer);
      const provider = create({ apiUrl: url, apiKey, timeoutMs: 5000 });
      const sorted = await provider.send(message);
      expect(outcomes).toContain(sorted.kind);
      if (answer.status >= 500) expect([answer, sorted.kind]).toEqual([answer, "uncertain"]);
      expect(["status", "refused", "unknown"]).toContain((await provider.channelStatus()).kind);
      expect(["found", "not_yet"]).toContain((await provider.messageInfo("4711 \ud800/..")).kind);
      expect((await provider.phoneOfLid?.("1@lid"))?.kind ?? "unknown").toMatch(/^(found|unknown|failed)$/);
      expect((await provider.lidOfPhone?.("+39"))?.kind ?? "unknown").toMatch(/^(found|unknown|failed)$/);
      expect((await provider.connectionQr?.())?.kind ?? "failed").toMatch(/^(qr|connected|waiting|failed)$/);
      expect((await provider.sentLog?.(1))?.kind ?? "failed").toMatch(/^(log|failed)$/);
      for (const source of [{}, { id: "../4711", url: "https://files.test/a", key: "k", kind: "x" }]) {
        const link = await provider.mediaLink?.("4711 \ud800/..", source);
        expect(link?.kind ?? "gone").toMatch(/^(link|gone|failed)$/);
      }
    }
  });

  it("through its face: loaded when asked, and able to do what it says", async () => {
    const { numbers } = vendor;
    const all = numbers!.credentials;
    for (const some of [all, all.filter(({ isOptional }) => !isOptional)]) {
      const given = Object.fromEntries(some.map(({ name }) => [name, "4711"]));
      const provider = (await numbers!.provider())(given, {});
      const can = capabilitiesWith(numbers!, given);
      expect(provider.name).toBe(vendor.name);
      expect(provider.maxInFlight).toBe(can.maxInFlight);
      expect({
        sentLog: provider.sentLog !== undefined,
        lids: provider.phoneOfLid !== undefined,
        media: provider.mediaLink !== undefined,
      }).toEqual({ sentLog: can.sentLog, lids: can.lids, media: can.media });
    }
  });

  describe("the request may have arrived", () => {
    it.each<[scenario: string, onRequest: (socket: Socket) => void, outcome: object]>([
      ["reset before an answer", (s) => s.resetAndDestroy(), uncertain("connection_lost")],
      ["closed before an answer", (s) => s.end(), uncertain("connection_lost")],
      ["closed in the answer's head", (s) => s.end("HTTP/1.1 200 OK\r\nCont"), uncertain("connection_lost")],
      ["closed in the answer's body", (s) => s.end(half), uncertain("connection_lost", 200)],
      [
        "reset in the answer's body",
        (s) => s.write(half, () => setImmediate(() => s.resetAndDestroy())),
        expect.objectContaining({ kind: "uncertain", code: "connection_lost" }),
      ],
      ["an answer that is no HTTP", (s) => s.end("220 smtp ready\r\n\r\n"), uncertain("unreadable_answer")],
      [
        "a body that is not the gzip it claims",
        (s) => s.end("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"),
        uncertain("unreadable_answer", 200),
      ],
      [
        "a redirect, which is not followed",
        (s) => s.end("HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"),
        uncertain("unreadable_answer", 307),
      ],
      [
        "an answer without end is read up to a cap",
        (s) => {
          const more = () => {
            while (s.writable && s.write("x".repeat(16_384)));
          };
          s.on("drain", more);
          s.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
          more();
        },
        uncertain("unreadable_answer", 200),
      ],
    ])("%s", async (_scenario, onRequest, outcome) => {
      expect(await send(`http://${await serve(onRequest)}/api`)).toEqual(outcome);
    });

    it("our own timeout, without an answer", async () => {
      const address = await serve(() => {});
      expect(await send(`http://${address}/api`, { timeoutMs: 40 })).toEqual(uncertain("timeout"));
    });

    it("our own timeout, in the middle of the body", async () => {
      const endless = async () =>
        new Response(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode("{")) }));
      expect(await send("http://127.0.0.1/api", { timeoutMs: 20, fetch: endless })).toEqual(
        uncertain("timeout", 200),
      );
    });

    it("our own timeout, when fetch does not heed it", async () => {
      let signal: AbortSignal | null | undefined;
      const deaf: typeof fetch = (_url, init) => {
        signal = init?.signal;
        return new Promise<Response>(() => {});
      };
      expect(await send("http://127.0.0.1/api", { timeoutMs: 20, fetch: deaf })).toEqual(
        uncertain("timeout"),
      );
      expect(signal?.aborted).toBe(true);
    });

    it("an error that nobody knows", async () => {
      const broken = () => Promise.reject(new Error(`no luck with ${apiKey}`));
      const outcome = await send("http://127.0.0.1/api", { fetch: broken });
      expect(outcome).toEqual(uncertain("connection_lost"));
      expect(outcome).toMatchObject({ message: expect.stringContaining("no luck with [api key]") });
    });

    it("a fetch that throws something that is no error", async () => {
      const broken = () => Promise.reject(undefined);
      expect(await send("http://127.0.0.1/api", { fetch: broken })).toEqual(uncertain("connection_lost"));
    });
  });

  describe("the request never left", () => {
    it("refused", async () => {
      const address = await closedPort();
      expect(await send(`http://${address}/api`)).toEqual(unreachable);
      expect(await send(`https://${address}/api`)).toEqual(unreachable);
    });

    it("an address that does not exist", async () => {
      const failing = await send("http://vendor.invalid/api");
      expect(failing).toEqual(unreachable);
    });

    it("no TLS on the other side", async () => {
      const address = await serve((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      expect(await send(`https://${address}/api`)).toEqual(unreachable);
    });

    it("closed during the TLS handshake", async () => {
      expect(await send(`https://${await serve((socket) => socket.end())}/api`)).toEqual(unreachable);
    });

    it("a TLS handshake that fails", async () => {
      const server = createTlsServer({});
      server.on("tlsClientError", () => {});
      expect(await send(`https://${await serve(() => {}, server)}/api`)).toEqual(unreachable);
    });

    it.each([
      "",
      "nonsense",
      "ftp://127.0.0.1/api",
      "http://user:pass@127.0.0.1/api",
      "http://127.0.0.1:6667/api",
    ])("API address %j", async (apiUrl) => expect(await send(apiUrl)).toEqual(unreachable));

    it("a key that fits no header", async () => {
      const provider = create({ apiUrl: "http://127.0.0.1/api", apiKey: "abc\nsecret" });
      const outcome = await provider.send(message);
      expect(outcome).toMatchObject({
        kind: "not_sent",
        code: "bad_key",
        pause: "bad_key",
        httpStatus: null,
      });
      expect(JSON.stringify(outcome)).not.toContain("secret");
      expect(await provider.channelStatus()).toMatchObject({ kind: "refused", pause: "bad_key" });
      expect(await provider.messageInfo("1")).toMatchObject({ kind: "not_yet" });
    });
  });
});
