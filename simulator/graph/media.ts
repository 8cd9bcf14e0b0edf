import { createHash, randomBytes } from "node:crypto";
import type { Context } from "hono";
import type { Simulation } from "../simulation.ts";
import type { ChatFile } from "../world/chat-file.ts";
import { graphId } from "./account.ts";
import type { GraphEnv } from "./graph-env.ts";
import { GraphError, noSuchObject } from "./graph-error.ts";

/** A link to a file dies after so long (docs, media). */
const LINK_MS = 5 * 60 * 1000;
const MB = 1024 * 1024;
const LIMITS: [type: RegExp, bytes: number][] = [
  [/^image\/(jpeg|png)$/, 5 * MB],
  [/^image\/webp$/, 500 * 1024],
  [/^(audio|video)\//, 16 * MB],
  [/^(application\/|text\/plain$)/, 100 * MB],
];

/** `POST /{phone-number-id}/media`, a form with `file`. */
export async function uploadMedia({ world }: Simulation, c: Context<GraphEnv>): Promise<Response> {
  const form = await c.req.formData().catch(() => null);
  const file = form?.get("file");
  if (form?.get("messaging_product") !== "whatsapp") {
    throw new GraphError(100, "The parameter messaging_product is required.");
  }
  if (!(file instanceof File)) throw new GraphError(100, "The parameter file is required.");
  const type = (file.type || String(form.get("type") ?? "")).split(";")[0]!;
  const limit = LIMITS.find(([pattern]) => pattern.test(type));
  if (!limit) {
    throw new GraphError(
      100,
      `Param file must be a file with one of the following types: audio/aac, … Received file of type '${type}'.`,
    );
  }
  if (file.size > limit[1])
    throw new GraphError(131053, "Media upload error", { details: "File size is too large." });
  const id = graphId();
  world.meta.media.set(id, { type, bytes: new Uint8Array(await file.arrayBuffer()) });
  world.touch();
  return c.json({ id });
}

/** `GET /{media-id}`: where its bytes are for five minutes. */
export function mediaNode({ world, settings }: Simulation, id: string, file: ChatFile) {
  return {
    url: mediaLink({ world, settings }, id),
    mime_type: file.type,
    sha256: sha256(file, "hex"),
    file_size: String(file.bytes.length),
    id,
    messaging_product: "whatsapp",
  };
}

export function mediaLink(
  { world, settings }: Pick<Simulation, "world" | "settings">,
  mediaId: string,
): string {
  const key = randomBytes(16).toString("base64url");
  world.meta.links.set(key, { mediaId, until: world.now() + LINK_MS });
  return `${settings.ownUrl}/graph/lookaside/${key}`;
}

export function sha256(file: ChatFile, encoding: "hex" | "base64"): string {
  return createHash("sha256").update(file.bytes).digest(encoding);
}

/** The bytes: for who has the token, while the link lives (docs, media). */
export function downloadMedia({ world, settings }: Simulation, c: Context): Response {
  if (c.req.header("authorization") !== `Bearer ${settings.meta?.accessToken}`) return c.body(null, 401);
  const link = world.meta.links.get(c.req.param("key") ?? "");
  const file = link && link.until > world.now() && world.meta.media.get(link.mediaId);
  if (!file) return c.body(null, 404);
  return c.body(file.bytes, 200, { "content-type": file.type });
}

export function deleteMedia({ world }: Simulation, id: string): { success: true } {
  if (!world.meta.media.delete(id)) throw noSuchObject("DELETE", id);
  return { success: true };
}
