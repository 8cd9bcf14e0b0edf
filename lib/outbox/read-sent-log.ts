import type { SupabaseClient } from "@supabase/supabase-js";
import { Problem } from "../base/problem.ts";
import type { Config } from "../config.ts";
import type { SentMessage } from "../model/provider.ts";
import { ownWorkspace } from "../people/own-workspace.ts";
import { listSentMessages } from "../vendors/wasender/list-sent-messages.ts";

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

/** Wasender's own log of sent messages, or why our database has to do. */
export async function readSentLog(
  client: SupabaseClient,
  config: Config,
  query: URLSearchParams,
): Promise<SentLogPage> {
  const page = readPage(query);
  const fall = (reason: FallbackReason, message: string): SentLogPage => ({
    source: "database",
    fallback: { reason, message },
  });
  if (query.get("phone")?.trim() || /^in/i.test(query.get("direction")?.trim() ?? "")) {
    return fall(
      "not_supported",
      "Wasender has no list of inbound messages and cannot filter its log: these are our own.",
    );
  }
  const { wasenderPersonalToken: personalToken, wasenderSessionId: sessionId } = config;
  // The token is the deployment's own, and opens the log of the default workspace's number only.
  if (!personalToken || !sessionId || (await ownWorkspace(client)).key !== "default") {
    return fall(
      "not_configured",
      "Set WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID to see Wasender's log: these are our own.",
    );
  }
  const log = await listSentMessages({ apiUrl: config.whatsappApiUrl, personalToken, sessionId }, page);
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
