import { storageRequest } from "../../db/storage-request.ts";
import type { Content } from "../../model/content.ts";
import type { SendOutcome } from "../../model/provider.ts";
import type { Services } from "../../services.ts";

/** How long the address works, s: the provider may answer at once and fetch the file when its own queue comes to it. */
const linkLastsSeconds = 15 * 60;
/** A claim must have begun its send within 5 s. */
const signTimeoutMs = 3_000;

export type Ready = { content: Content; link: string | null } | { outcome: SendOutcome };

/** What a provider gets of a message: a file of ours becomes an address. Where there is none, what became of the send. Never throws. */
export async function contentToSend(
  services: Pick<Services, "db" | "config" | "supabaseFetch">,
  content: Content,
): Promise<Ready> {
  if (content.kind !== "media" || typeof content.media.attachment !== "string") {
    return { content, link: null };
  }
  const { attachment, ...media } = content.media;
  try {
    const { data, error } = await services.db
      .from("attachments")
      .select("path")
      .eq("id", attachment)
      .maybeSingle();
    if (error) return away;
    const link = data?.path ? await signed(services, String(data.path)) : null;
    if (link === null) return gone;
    return { content: { ...content, media: { ...media, url: link } }, link };
  } catch {
    return away;
  }
}

/** Null: there is no such file. Throws when Storage does not answer. */
async function signed(
  services: Pick<Services, "config" | "supabaseFetch">,
  path: string,
): Promise<string | null> {
  const response = await storageRequest(services, "sign", path, {
    method: "POST",
    timeoutMs: signTimeoutMs,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ expiresIn: linkLastsSeconds }),
  });
  // Storage says 400 with "Object not found" in its body.
  if (response.status === 400 || response.status === 404) return null;
  const { signedURL, signedUrl = signedURL } = (await response.json()) as Record<string, string | undefined>;
  if (!response.ok || !signedUrl) throw new Error(`Storage signs nothing: HTTP ${response.status}.`);
  // Below /storage/v1; Supabase Lite 0.10.0 says that too.
  return `${services.config.supabaseUrl}/storage/v1${signedUrl.replace(/^\/storage\/v1/, "")}`;
}

const away: Ready = {
  outcome: {
    kind: "not_sent",
    code: "file_away",
    message: "The attached file could not be read from Storage.",
    httpStatus: null,
    retryAfterMs: null,
    pause: null,
  },
};
const gone: Ready = {
  outcome: {
    kind: "failed",
    code: "file_gone",
    message: "The attached file is kept no longer.",
    httpStatus: null,
  },
};
