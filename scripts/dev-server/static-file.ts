import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { contentType } from "./content-type.ts";

/**
 * The file of `public/` that a path names, or null. As on Vercel: GET and HEAD only, no listing of folders, a
 * file wins over every rewrite. Read anew each time, so that an edit shows at the next request.
 */
export async function staticFile(root: string, request: Request): Promise<Response | null> {
  if (request.method !== "GET" && request.method !== "HEAD") return null;
  const path = decodedPath(new URL(request.url).pathname);
  if (path === null || path.endsWith("/")) return null;
  try {
    // realpath: neither `..` in any encoding nor a symbolic link leads out of the folder.
    const [base, file] = await Promise.all([realpath(root), realpath(join(root, path))]);
    if (!file.startsWith(base + sep)) return null;
    return answer(request, file, await readFile(file));
  } catch (error) {
    if (notAFile.has((error as { code?: string }).code ?? "")) return null;
    throw error;
  }
}

const notAFile = new Set(["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG", "ELOOP"]);

function decodedPath(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes("\0") ? null : path;
  } catch {
    return null;
  }
}

function answer(request: Request, file: string, content: Buffer<ArrayBuffer>): Response {
  const etag = `"${createHash("sha1").update(content).digest("base64url")}"`;
  // What Vercel sends with files of public/.
  const headers = { etag, "cache-control": "public, max-age=0, must-revalidate" };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : content, {
    headers: {
      ...headers,
      "content-type": contentType(file),
      "content-length": String(content.byteLength),
    },
  });
}
