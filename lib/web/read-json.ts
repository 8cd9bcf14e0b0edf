import type { Context } from "hono";
import { parseJson } from "../base/parse-json.ts";
import { Problem } from "../base/problem.ts";

const maxBytes = 1024 * 1024;

/**
 * The body of a program's request as an object. Throws Problem: `unsupported_media_type` unless it says that it is JSON
 * (a form of another site cannot say so), `body_too_large`, `bad_json`, `bad_request` when it is no object.
 */
export async function readJson(c: Context): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/i.test(c.req.header("content-type") ?? "")) {
    throw new Problem("unsupported_media_type", "Send the body as application/json.");
  }
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > maxBytes) throw new Problem("body_too_large", "The body is larger than 1 MiB.");
  const body = parseJson(new TextDecoder().decode(bytes));
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    throw new Problem("bad_request", "The body is no JSON object.");
  }
  return body as Record<string, unknown>;
}
