import type { OutgoingMedia } from "../../model/content.ts";
import { asText } from "../shared/as-text.ts";
import { type GraphAccess, requestGraph } from "../shared/graph/request-graph.ts";

/** What is larger is fetched by Meta itself: our worker would hold it in memory, and be near the end of its lease. */
const maxUploadBytes = 16 * 1024 * 1024;
/** Download and upload together stay far below a lease of 60 s. */
const stepTimeoutMs = 12_000;

/**
 * Brings a file of ours to Meta, `POST /{phone-number-id}/media`: its id there, which lives for 30 days (docs, media). Null where
 * that does not go: then Meta may fetch it by its address. Never throws.
 */
export async function uploadMedia(
  access: GraphAccess,
  number: string,
  media: OutgoingMedia,
): Promise<string | null> {
  const file = media.url ? await download(access.fetch, media.url) : null;
  if (file === null) return null;
  const type = media.mimeType || file.type;
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", type);
  form.set("file", new Blob([file.bytes], { type }), media.fileName || "file");
  const timeoutMs = Math.max(access.timeoutMs, stepTimeoutMs);
  const exchange = await requestGraph({ ...access, timeoutMs }, "POST", `${number}/media`, form);
  return exchange.kind === "answer" && exchange.status === 200 ? asText(exchange.body.id) : null;
}

/** Our own address, which needs no token: Meta's is not shown to it. */
async function download(
  request: typeof fetch,
  url: string,
): Promise<{ bytes: ArrayBuffer; type: string } | null> {
  try {
    const signal = AbortSignal.timeout(stepTimeoutMs);
    const response = await request(url, { signal, redirect: "error" });
    const length = response.headers.get("content-length");
    if (!response.ok || length === null || Number(length) > maxUploadBytes) {
      response.body?.cancel().catch(() => {});
      return null;
    }
    const bytes = await response.arrayBuffer();
    return { bytes, type: response.headers.get("content-type") ?? "application/octet-stream" };
  } catch {
    return null;
  }
}
