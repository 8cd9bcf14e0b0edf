import type { Context } from "hono";
import { byteRange } from "../../base/byte-range.ts";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { attachmentHeader } from "../../web/attachment-header.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { readStored } from "../../work/files/read-stored.ts";
import { savedName } from "../../work/files/saved-name.ts";
import { shownTypes } from "../../work/files/shown-types.ts";

interface ViewedMedia {
  state: "waiting" | "stored" | "missed" | "refused";
  path: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
  sha256: string | null;
  fileName: string | null;
}

/**
 * The browser's own page around a picture, a film or a PDF falls under the answer's policy: it has a style of its own (Chromium
 * issue 343754409), and loads the file once more. `sandbox` would stop Chromium's viewer of PDFs (its issue 41131921).
 */
const policy =
  "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; frame-src 'self'; " +
  "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * The file of one message inside a page of ours, for members of its workspace: streamed, whole or in part. What no browser
 * shows leads to where it is saved. The browser keeps it, and asks each time whether it still may show it.
 */
export async function viewMedia(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const message = Number(c.req.param("id"));
  const media = await (callRpc(client, "view_media", { message }) as Promise<ViewedMedia>);
  const { state, path, mimeType, sizeBytes, sha256 } = media;
  if (state !== "stored" || path === null || mimeType === null || sizeBytes === null) {
    throw new Problem("not_found", "This file is not here. Its message on the monitor says why.");
  }
  if (!shownTypes.has(mimeType)) return c.redirect(`/monitor/media/${message}`, 303);
  const etag = `"${sha256}"`;
  const headers = {
    etag,
    "cache-control": "private, max-age=0, must-revalidate",
    "content-security-policy": policy,
    "x-frame-options": "SAMEORIGIN",
    "x-content-type-options": "nosniff",
  };
  if (names(c.req.header("if-none-match"), etag)) return c.body(null, 304, headers);

  // A part of what was another file before is of no use: then all of it (RFC 9110, 13.1.5).
  const isSame = [undefined, etag].includes(c.req.header("if-range")?.trim());
  const range = isSame ? byteRange(c.req.header("range"), sizeBytes) : "whole";
  if (range === "none") {
    return c.body(null, 416, { ...headers, "content-range": `bytes */${sizeBytes}` });
  }
  const part = range === "whole" ? null : range;
  const status = part ? 206 : 200;
  const described = {
    ...headers,
    "accept-ranges": "bytes",
    "content-type": mimeType,
    "content-length": String(part ? part.last - part.first + 1 : sizeBytes),
    "content-disposition": attachmentHeader(savedName(media.fileName, message, mimeType), "inline"),
    ...(part && { "content-range": `bytes ${part.first}-${part.last}/${sizeBytes}` }),
  };
  if (c.req.method === "HEAD") return c.body(null, status, described);
  const body = await readStored(c.get("services"), path, part);
  if (body === null) {
    throw new Problem("database_unavailable", "The file cannot be fetched right now. Try again shortly.");
  }
  return c.body(body, status, described);
}

/** Weak comparison, as If-None-Match wants it: proxies that compress weaken a tag. */
function names(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
