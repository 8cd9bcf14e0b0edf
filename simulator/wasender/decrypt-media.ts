import type { Context } from "hono";
import type { Simulation } from "../simulation.ts";
import { decryptedFile } from "./decrypted-file.ts";
import type { WasenderEnv } from "./wasender-env.ts";

interface DecryptRequest {
  data?: {
    messages?: { key?: { id?: string }; message?: Record<string, { mediaKey?: string; url?: string }> };
  };
}

/** A link to the file of one webhook, open to whoever has it; the real one dies after an hour (fact sheet 1.2). */
export function decryptMedia({ world }: Simulation, c: Context<WasenderEnv>): Response {
  const { key, message } = (c.get("input") as DecryptRequest | null)?.data?.messages ?? {};
  const [file] = Object.values(message ?? {});
  if (!key?.id || !file?.mediaKey || !file.url) {
    return c.json({ success: false, error: "Invalid media message." }, 422);
  }
  if (!decryptedFile(world, key.id))
    return c.json({ success: false, error: "Media not found or expired." }, 404);
  return c.json({ success: true, publicUrl: `${new URL(c.req.url).origin}/wasender/files/${key.id}` });
}
