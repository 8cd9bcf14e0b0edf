import { lookup } from "node:dns/promises";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { isLoopback, isPublicAddress } from "./is-public-address.ts";

export interface HostAddress {
  address: string;
  family: number;
}

/** All addresses of a host name; throws where it has none. */
export type ResolveHost = (hostname: string) => Promise<HostAddress[]>;
export const resolveHost: ResolveHost = (hostname) => lookup(hostname, { all: true });

export interface DownloadRules {
  resolveHost: ResolveHost;
  /** The configured provider is on this machine, as in tests and `npm run dev`: so may its files be, by plain http. */
  allowLoopback: boolean;
  maxBytes: number;
  /** From the name's look-up to the last byte. */
  timeoutMs: number;
  /** What the address wants to see, a key among it; it goes nowhere else, since no redirect is followed. */
  headers?: Record<string, string>;
}

export type Download =
  | { kind: "file"; bytes: Uint8Array }
  /** The link leads to nothing: `gone` for certain (410), `not_found` (404) perhaps only for a moment. */
  | { kind: "gone"; code: "gone"; message: string }
  /** Never fetched again: what it is, or where it leads, is not acceptable. */
  | { kind: "refused"; code: RefusalCode; message: string }
  | { kind: "failed"; code: "not_found" | "unreachable" | "timeout" | "server_error"; message: string };

export type RefusalCode = "bad_address" | "redirect" | "too_large" | "empty";

/**
 * One GET of an address that somebody else named, as if they meant harm: only https, only to the open internet (every
 * address that the name resolves to is checked, and the connection goes to a checked one, so that a second look-up cannot
 * lead elsewhere), no redirects, no more bytes and no more time than allowed. Never throws. Messages hold no address: the
 * link opens the file for whoever has it.
 */
export async function downloadFile(link: string, rules: DownloadRules): Promise<Download> {
  const deadline = AbortSignal.timeout(rules.timeoutMs);
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () => reject(deadline.reason), { once: true });
  });
  late.catch(() => {});
  try {
    const target = await Promise.race([checkAddress(link, rules), late]);
    if ("kind" in target) return target;
    const response = await Promise.race([open(target.url, target.address, deadline, rules.headers), late]);
    return await Promise.race([read(response, rules.maxBytes), late]);
  } catch (error) {
    if (deadline.aborted) {
      return failed("timeout", `The file did not come within ${Math.round(rules.timeoutMs / 1000)} seconds.`);
    }
    const code = (error as NodeJS.ErrnoException).code ?? "connection lost";
    return failed("unreachable", `The file's server cannot be reached (${code}).`);
  }
}

async function checkAddress(
  link: string,
  { resolveHost, allowLoopback }: DownloadRules,
): Promise<{ url: URL; address: HostAddress } | Download> {
  const url = URL.parse(link);
  const isPlain = url?.protocol === "http:" && allowLoopback;
  if (url === null || !(url.protocol === "https:" || isPlain) || `${url.username}${url.password}` !== "") {
    return refused("bad_address", "The file's address is no https address.");
  }
  const addresses = await resolveHost(url.hostname.replace(/^\[|\]$/g, ""));
  const mayUse = ({ address }: HostAddress) =>
    (isPublicAddress(address) && !isPlain) || (allowLoopback && isLoopback(address));
  if (addresses.length === 0 || !addresses.every(mayUse)) {
    return refused("bad_address", "The file's address leads into a private network, so it was not opened.");
  }
  return { url, address: addresses[0]! };
}

function open(
  url: URL,
  { address, family }: HostAddress,
  signal: AbortSignal,
  own: Record<string, string> = {},
): Promise<IncomingMessage> {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const pending = request(
      url,
      {
        agent: false,
        signal,
        headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": "Aftercall/0.1", ...own },
        lookup: (_host, options, done) =>
          options.all ? done(null, [{ address, family }]) : done(null, address, family),
      },
      resolve,
    );
    pending.once("error", reject);
    pending.end();
  });
}

async function read(response: IncomingMessage, maxBytes: number): Promise<Download> {
  const status = response.statusCode ?? 0;
  const end = (outcome: Download) => {
    // Nothing more of it is wanted, and what its connection says about that neither.
    response.on("error", () => {});
    response.destroy();
    return outcome;
  };
  if (status >= 300 && status < 400) {
    return end(
      refused("redirect", "The file's server sends us on to another address, which we do not follow."),
    );
  }
  if (status === 410) return end({ kind: "gone", code: "gone", message: "WhatsApp has the file no longer." });
  if (status === 404) return end(failed("not_found", "The file is not where it was said to be."));
  if (status !== 200) return end(failed("server_error", `The file's server answered HTTP ${status}.`));
  const tooLarge = refused("too_large", `The file is larger than ${maxBytes / 1024 / 1024} MB.`);
  if (Number(response.headers["content-length"]) > maxBytes) return end(tooLarge);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return end(tooLarge);
    chunks.push(chunk);
  }
  // A body of a known length that ends early throws above (aborted).
  if (size === 0) return refused("empty", "The file is empty.");
  return { kind: "file", bytes: Buffer.concat(chunks) };
}

function refused(code: RefusalCode, message: string): Download {
  return { kind: "refused", code, message };
}

function failed(code: Extract<Download, { kind: "failed" }>["code"], message: string): Download {
  return { kind: "failed", code, message };
}
