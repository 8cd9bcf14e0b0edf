import type { SupabaseClient } from "@supabase/supabase-js";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { Shell } from "../shell/shell.ts";
import type { WorkThread } from "../work/work-parts.ts";
import type { ComposerThread } from "./composer-parts.ts";

/** A person's thread as far as the composer and the actions show it: its newest messages. */
export interface PersonThread extends Pick<Shell, "now" | "workspace"> {
  thread: ComposerThread & WorkThread;
}

/** Throws Problem `not_found` for who is none of ours. `size`: of how many messages. */
export async function readPersonThread(
  client: SupabaseClient,
  contact: number,
  size = 10,
): Promise<PersonThread> {
  const filters = { contact, list: false, threadSize: size };
  const found = await (callRpc(client, "inbox", { filters, known: null }) as Promise<
    (Omit<PersonThread, "thread"> & { thread: PersonThread["thread"] | { movedTo: number } | null }) | null
  >);
  const thread = found?.thread ?? null;
  if (!found || !thread) throw new Problem("not_found", "There is no such person.");
  if ("movedTo" in thread) return readPersonThread(client, thread.movedTo, size);
  return { ...found, thread };
}
