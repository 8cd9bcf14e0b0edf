import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import type { HostAddress, ResolveHost } from "../files/download-file.ts";
import { isPublicAddress } from "../files/is-public-address.ts";

/** What came back, or in a word why nothing did. Neither names the address: Slack's is a secret. */
export type Reply = { kind: "answer"; status: number; text: string } | { kind: "none"; detail: string };

export interface Post {
  url: string;
  headers: Record<string, string>;
  /** JSON. */
  payload: string;
  /** For an address that was typed into a page: only https, only to the open internet, to an address that was checked. Null for one of the environment's. */
  resolveHost: ResolveHost | null;
}

const timeoutMs = 5_000;
/** Of an answer; the rest is not read. */
const maxBytes = 2_000;

/** One POST that follows no redirect: the body would go where nobody meant it to. Never throws. */
export async function postJson(post: Post): Promise<Reply> {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  late.catch(() => {});
  try {
    return await Promise.race([exchange(post, signal), late]);
  } catch {
    return {
      kind: "none",
      detail: signal.aborted ? `no answer within ${timeoutMs} ms` : "could not be reached",
    };
  }
}

async function exchange(post: Post, signal: AbortSignal): Promise<Reply> {
  const { resolveHost } = post;
  const url = new URL(post.url);
  if (resolveHost === null) return read(await open(url, post, signal, null));
  const addresses = await resolveHost(url.hostname.replace(/^\[|\]$/g, ""));
  const isOpen = addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address));
  if (url.protocol !== "https:" || !isOpen) return { kind: "none", detail: "leads into a private network" };
  return read(await open(url, post, signal, addresses[0]!));
}

function open(
  url: URL,
  { headers, payload }: Post,
  signal: AbortSignal,
  at: HostAddress | null,
): Promise<IncomingMessage> {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const pending = request(
      url,
      {
        method: "POST",
        agent: false,
        signal,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(payload),
          "user-agent": "Aftercall/0.1",
          ...headers,
        },
        ...(at && {
          lookup: (_host, options, done) =>
            options.all ? done(null, [at]) : done(null, at.address, at.family),
        }),
      },
      resolve,
    );
    pending.once("error", reject);
    pending.end(payload);
  });
}

async function read(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) break;
    }
  } catch {
    // The status has been heard: what it stands for is done.
  }
  const text = Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8");
  return { kind: "answer", status: response.statusCode ?? 0, text };
}
