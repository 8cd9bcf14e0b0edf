import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { contentType } from "../dev-server/content-type.ts";
import type { BuiltOutput } from "./read-output.ts";
import { routeRequest } from "./route-request.ts";
import type { RunningFunction } from "./start-function.ts";

export interface ServedArtifact {
  url: string;
  /** The URL that a function got at the last request to it, and its name. */
  lastCall(): { path: string; url: string } | null;
  close(): Promise<void>;
}

/** Vercel in front of the built functions: its routing, its files, its proxy headers; TLS has ended before it. */
export async function serveArtifact(
  output: BuiltOutput,
  functions: Map<string, RunningFunction>,
): Promise<ServedArtifact> {
  let lastCall: { path: string; url: string } | null = null;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => {
      console.error(error);
      outgoing.writeHead(502).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    lastCall: () => lastCall,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { headers, to } = routeRequest(output, new URL(incoming.url ?? "/", `http://${host}`));
    for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
    if (to.kind === "file") return sendFile(to.path, incoming, outgoing);
    if (to.kind === "status") {
      outgoing.writeHead(to.status, { "content-type": "text/plain", "x-vercel-error": "NOT_FOUND" });
      return void outgoing.end("The page could not be found\n\nNOT_FOUND\n");
    }
    lastCall = { path: to.path, url: to.url };
    const forwarded = {
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-host": incoming.headers.host ?? host,
      "x-forwarded-proto": "https",
      "x-vercel-id": "fra1::check",
    };
    const onward = request({
      host: "127.0.0.1",
      port: functions.get(to.path)?.port,
      method: incoming.method,
      path: to.url,
      headers: { ...incoming.headers, ...forwarded },
      agent: false,
    });
    incoming.pipe(onward);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      onward.once("response", resolve).once("error", reject);
    });
    // A body that was refused before its end is read to its end: what is left of it would break the connection's next
    // request.
    incoming.unpipe(onward).resume();
    for (const [name, value] of Object.entries(response.headersDistinct)) {
      if (value && !perConnection.has(name)) outgoing.setHeader(name, value.length > 1 ? value : value[0]!);
    }
    outgoing.writeHead(response.statusCode ?? 502);
    response.pipe(outgoing);
  }

  async function sendFile(path: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (incoming.method !== "GET" && incoming.method !== "HEAD") return void outgoing.writeHead(405).end();
    const content = await readFile(join(output.staticFolder, path));
    if (!outgoing.hasHeader("cache-control")) {
      outgoing.setHeader("cache-control", "public, max-age=0, must-revalidate");
    }
    outgoing.setHeader("etag", `"${createHash("sha1").update(content).digest("hex")}"`);
    outgoing.setHeader("content-type", contentType(path));
    outgoing.end(content);
  }
}

const perConnection = new Set(["connection", "keep-alive", "transfer-encoding"]);
