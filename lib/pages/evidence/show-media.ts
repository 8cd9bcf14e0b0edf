import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { bucket } from "../../db/storage-request.ts";
import { attachmentHeader } from "../../web/attachment-header.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { savedName } from "../../work/files/saved-name.ts";

interface OpenedMedia {
  state: "waiting" | "stored" | "missed" | "refused";
  path: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
  /** As the customer's phone calls it. */
  fileName: string | null;
}

/**
 * A customer's file, for members of its workspace: streamed (a function's whole answer may have 4.5 MB only), to be saved and
 * never shown as a page of ours.
 */
export async function showMedia(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const message = Number(c.req.param("id"));
  const media = await (callRpc(client, "open_media", { message }) as Promise<OpenedMedia>);
  const { state, path, mimeType, sizeBytes, fileName } = media;
  if (state !== "stored" || path === null || mimeType === null) {
    throw new Problem("not_found", "This file is not here. Its message on the monitor says why.");
  }
  const { db } = c.get("services");
  const { data, error } = await db.storage.from(bucket).download(path).asStream();
  if (error) {
    throw new Problem("database_unavailable", "The file cannot be fetched right now. Try again shortly.", {
      cause: error,
    });
  }
  return c.body(data, 200, {
    "content-type": mimeType,
    ...(sizeBytes && { "content-length": String(sizeBytes) }),
    "content-disposition": attachmentHeader(savedName(fileName, message, mimeType)),
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
}
