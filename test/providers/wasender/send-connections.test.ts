import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { connectionFailure } from "../../../lib/vendors/shared/connection-failure.ts";
import { createWasenderProvider } from "../../../lib/vendors/wasender/create-wasender-provider.ts";

const message = { to: "+393330001001", text: "Buongiorno" };
const apiKey = "key-0123456789abcdef";
const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
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

const send = (apiUrl: string, options: { timeoutMs?: number; fetch?: typeof fetch } = {}) =>
  createWasenderProvider({ apiUrl, apiKey, timeoutMs: 5000, ...options }).send(message);
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
    expect(await send("http://127.0.0.1/api", { timeoutMs: 20, fetch: deaf })).toEqual(uncertain("timeout"));
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
    const failing = await send("http://wasender.invalid/api");
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
    const wasender = createWasenderProvider({ apiUrl: "http://127.0.0.1/api", apiKey: "abc\nsecret" });
    const outcome = await wasender.send(message);
    expect(outcome).toMatchObject({ kind: "not_sent", code: "bad_key", pause: "bad_key", httpStatus: null });
    expect(JSON.stringify(outcome)).not.toContain("secret");
    expect(await wasender.channelStatus()).toMatchObject({ kind: "refused", pause: "bad_key" });
    expect(await wasender.messageInfo("1")).toMatchObject({ kind: "not_yet" });
  });
});

describe("errors that can't be provoked here", () => {
  const failed = (cause: object) => Object.assign(new TypeError("fetch failed"), { cause });
  const connectTo = (code: string) => Object.assign(new Error(code), { code, syscall: "connect" });
  it.each<[scenario: string, cause: object, failure: string]>([
    ["undici's connect timeout", { code: "UND_ERR_CONNECT_TIMEOUT" }, "unreachable"],
    ["refused, in few words", { code: "ECONNREFUSED" }, "unreachable"],
    ["DNS that is away", { code: "EAI_AGAIN", syscall: "getaddrinfo" }, "unreachable"],
    ["no route at all", connectTo("EHOSTUNREACH"), "unreachable"],
    ["a route lost on the way", { code: "EHOSTUNREACH", syscall: "read" }, "connection_lost"],
    ["a connect timeout of the system", connectTo("ETIMEDOUT"), "unreachable"],
    ["a read timeout of the system", { code: "ETIMEDOUT", syscall: "read" }, "connection_lost"],
    ["an expired certificate", { code: "CERT_HAS_EXPIRED" }, "unreachable"],
    ["somebody else's certificate", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "unreachable"],
    ["a self-signed one", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "unreachable"],
    [
      "a broken TLS record later on",
      { code: "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC" },
      "connection_lost",
    ],
    ["a broken pipe", { code: "EPIPE", syscall: "write" }, "connection_lost"],
    ["undici's patience with headers", { code: "UND_ERR_HEADERS_TIMEOUT" }, "timeout"],
    ["a number as code", { code: 20, name: "AbortError" }, "connection_lost"],
    [
      "both addresses refused",
      new AggregateError([connectTo("ECONNREFUSED"), connectTo("ENETUNREACH")]),
      "unreachable",
    ],
    [
      "one address refused, the other reset",
      new AggregateError([connectTo("ECONNREFUSED"), { code: "ECONNRESET", syscall: "read" }]),
      "connection_lost",
    ],
  ])("%s", (_scenario, cause, failure) => expect(connectionFailure(failed(cause))).toBe(failure));
});
