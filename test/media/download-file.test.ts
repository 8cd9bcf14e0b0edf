import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type DownloadRules, downloadFile, resolveHost } from "../../lib/work/files/download-file.ts";
import { pdfFile } from "./files.ts";

/** Real sockets: what a hostile or broken server of files can do. */
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}
const megabyte = 1024 * 1024;
const get = (link: string, rules: Partial<DownloadRules> = {}) =>
  downloadFile(link, {
    resolveHost,
    allowLoopback: true,
    maxBytes: 25 * megabyte,
    timeoutMs: 5_000,
    ...rules,
  });

test("a file comes whole", async () => {
  const link = await serve((_, response) => void response.end(pdfFile));
  expect(await get(link)).toEqual({ kind: "file", bytes: Buffer.from(pdfFile) });
});

test("what its address wants to see goes along, and to no other address", async () => {
  const seen: (string | undefined)[] = [];
  const elsewhere = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end(pdfFile);
  });
  const link = await serve((request, response) => {
    seen.push(request.headers.authorization);
    if (request.url === "/file") response.end(pdfFile);
    else response.writeHead(302, { location: elsewhere }).end();
  });
  const headers = { authorization: "Bearer a-key" };
  expect(await get(link, { headers })).toMatchObject({ kind: "file" });
  expect(await get(`${link}/moved`, { headers })).toMatchObject({ kind: "refused", code: "redirect" });
  const failed = await get("http://127.0.0.1:9/file", { headers: { authorization: "a\nkey" } });
  expect(failed.kind).toBe("failed");
  expect(JSON.stringify(failed)).not.toContain("key");
  expect(seen).toEqual(["Bearer a-key", "Bearer a-key"]);
});

describe("a server that means harm or fails", () => {
  test.for([
    [410, "gone", "gone"],
    [404, "failed", "not_found"],
    [500, "failed", "server_error"],
    [403, "failed", "server_error"],
    [206, "failed", "server_error"],
  ] as const)("HTTP %i is %s: %s", async ([status, kind, code]) => {
    const link = await serve((_, response) => void response.writeHead(status).end("<html>"));
    expect(await get(link)).toMatchObject({ kind, code });
  });

  test("0 bytes are no file", async () => {
    const link = await serve((_, response) => void response.end());
    expect(await get(link)).toMatchObject({ kind: "refused", code: "empty" });
  });

  test("200 MB that are announced are not read", async () => {
    let sent = 0;
    const link = await serve((_, response) => {
      response.writeHead(200, { "content-length": 200 * megabyte });
      const chunk = Buffer.alloc(megabyte);
      const pump = () => {
        while (!response.destroyed && sent < 200) {
          sent += 1;
          if (!response.write(chunk)) return void response.once("drain", pump);
        }
      };
      response.on("error", () => {});
      pump();
    });
    expect(await get(link)).toMatchObject({ kind: "refused", code: "too_large" });
    expect(sent).toBeLessThan(25);
  });

  test("200 MB that are not announced are cut off soon after 25", async () => {
    let sent = 0;
    const closed = Promise.withResolvers<void>();
    const link = await serve((_, response) => {
      const chunk = Buffer.alloc(megabyte);
      const pump = () => {
        while (!response.destroyed && sent < 200) {
          sent += 1;
          if (!response.write(chunk)) return void response.once("drain", pump);
        }
      };
      response.on("error", () => {});
      response.on("close", () => closed.resolve());
      pump();
    });
    expect(await get(link)).toMatchObject({ kind: "refused", code: "too_large" });
    await closed.promise;
    expect(sent).toBeLessThan(60);
  });

  test("a stream without an end is left at the time limit, however steadily it drips", async () => {
    const link = await serve((_, response) => {
      const drip = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(drip));
    });
    expect(await get(link, { timeoutMs: 300 })).toMatchObject({ kind: "failed", code: "timeout" });
  });

  test("a server that never answers is left too", async () => {
    const link = await serve(() => {});
    expect(await get(link, { timeoutMs: 200 })).toMatchObject({ kind: "failed", code: "timeout" });
  });

  test("a file that breaks off is no file", async () => {
    const link = await serve((_, response) => {
      response.writeHead(200, { "content-length": 1000 });
      response.write(pdfFile, () => response.destroy());
    });
    expect(await get(link)).toMatchObject({ kind: "failed", code: "unreachable" });
  });

  test("a redirect is not followed, wherever it leads", async () => {
    const asked: string[] = [];
    const inner = await serve((request, response) => {
      asked.push(request.url!);
      response.end("metadata");
    });
    const link = await serve((_, response) => void response.writeHead(302, { location: inner }).end());
    expect(await get(link)).toMatchObject({ kind: "refused", code: "redirect" });
    expect(asked).toEqual([]);
  });
});

describe("an address that leads inside", () => {
  const never: RequestListener = () => {
    throw new Error("was asked");
  };

  test.for([
    "http://example.com/file",
    "ftp://example.com/file",
    "file:///etc/passwd",
    "https://user:password@example.com/file",
    "not an address",
  ])("%s is refused unseen", async (link) => {
    let asked = 0;
    const rules = {
      allowLoopback: false,
      resolveHost: async () => {
        asked += 1;
        return [{ address: "3ffe::1", family: 6 }];
      },
    };
    expect(await get(link, rules)).toMatchObject({ kind: "refused", code: "bad_address" });
    expect(asked).toBe(0);
  });

  test.for([
    "https://127.0.0.1/file",
    "https://[::1]/file",
    "https://[::ffff:127.0.0.1]/file",
    "https://0x7f.1/file",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/file",
    "https://localhost/file",
  ])("%s is refused", async (link) => {
    expect(await get(link, { allowLoopback: false })).toMatchObject({ kind: "refused", code: "bad_address" });
  });

  test.for([
    [["127.0.0.1"]],
    [["169.254.169.254"]],
    [["10.0.0.7"]],
    [["fd00::7"]],
    // One good address of two proves nothing: the connection might take the other.
    [["3ffe::1", "127.0.0.1"]],
    [[]],
  ])("a name that resolves to %s is refused", async ([addresses]) => {
    const resolve = async () =>
      addresses!.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    expect(
      await get("https://files.example/f", { allowLoopback: false, resolveHost: resolve }),
    ).toMatchObject({
      kind: "refused",
      code: "bad_address",
    });
  });

  test("a private network stays closed where the provider is on this machine", async () => {
    const link = "http://files.example/f";
    for (const address of ["10.0.0.7", "169.254.169.254", "3ffe::1"]) {
      const resolve = async () => [{ address, family: address.includes(":") ? 6 : 4 }];
      expect(await get(link, { resolveHost: resolve })).toMatchObject({
        kind: "refused",
        code: "bad_address",
      });
    }
  });

  test("the connection goes to the address that was checked, not to a second look-up", async () => {
    const link = await serve((request, response) => void response.end(`%PDF- ${request.headers.host}`));
    const named = link.replace("127.0.0.1", "rebinding.example");
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: "127.0.0.1", family: 4 }];
    };
    const { host } = new URL(named);
    expect(await get(named, { resolveHost: resolve })).toEqual({
      kind: "file",
      bytes: Buffer.from(`%PDF- ${host}`),
    });
    expect(asked).toBe(1);
  });

  test("a name without an address is tried again later", async () => {
    const resolve = async () => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    };
    expect(await get("https://files.example/f", { resolveHost: resolve })).toMatchObject({
      kind: "failed",
      code: "unreachable",
    });
    void never;
  });

  test("no message tells the address, which opens the file for whoever has it", async () => {
    const link = await serve((_, response) => void response.writeHead(500).end());
    const { message } = (await get(`${link}?token=abc`)) as { message: string };
    expect(message).not.toContain("abc");
    expect(message).not.toContain("127.0.0.1");
  });
});
