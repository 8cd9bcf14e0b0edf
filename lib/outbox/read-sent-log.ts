import { Problem } from "../base/problem.ts";
import type { Provider, SentMessage } from "../model/provider.ts";
import type { Services } from "../services.ts";
import { vendorNamed } from "../vendors/vendors.ts";

export type FallbackReason =
  | "not_configured"
  | "timeout"
  | "unreachable"
  | "refused"
  | "unreadable"
  | "not_supported";

export interface Fallback {
  reason: FallbackReason;
  message: string;
}

export type SentLogPage =
  | { source: "provider"; messages: SentMessage[]; page: number; next: number | null }
  | { source: "database"; fallback: Fallback };

/** The provider's own log of sent messages, or why our database has to do. */
export async function readSentLog(
  { provider, vendors }: Pick<Services, "vendors"> & { provider: Provider },
  query: URLSearchParams,
): Promise<SentLogPage> {
  const page = readPage(query);
  const vendor = vendorNamed(vendors, provider.name);
  const title = vendor?.title ?? provider.name;
  const fall = (reason: FallbackReason, message: string): SentLogPage => ({
    source: "database",
    fallback: { reason, message },
  });
  if (query.get("phone")?.trim() || /^in/i.test(query.get("direction")?.trim() ?? "")) {
    return fall(
      "not_supported",
      `${title} has no list of inbound messages and cannot filter its log: these are our own.`,
    );
  }
  if (!provider.sentLog) {
    const keys = vendor?.words.en.passes.messages?.keys ?? "";
    return fall("not_configured", `${title}'s log is not connected: these are our own. ${keys}`.trim());
  }
  const log = await provider.sentLog(page);
  if (log.kind === "failed") return fall(log.reason, log.message);
  return {
    source: "provider",
    messages: log.messages,
    page,
    next: page < log.lastPage ? page + 1 : null,
  };
}

function readPage(query: URLSearchParams): number {
  const text = query.get("page")?.trim();
  if (!text) return 1;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Problem("bad_request", 'The parameter "page" is a whole number of at least 1.');
}
