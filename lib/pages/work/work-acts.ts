import type { SupabaseClient } from "@supabase/supabase-js";
import { parseJson } from "../../base/parse-json.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { Done } from "./kept-done.ts";

export interface Act {
  client: SupabaseClient;
  contact: number;
  /** A field of the form, trimmed; "" when it was not sent. */
  field(name: string): string;
}

type Change = Record<string, unknown>;

/** Each verb of `POST /monitor/c/{contact}/{verb}`: what is said then, with what undoes it. */
export const workActs: Record<string, (act: Act) => Promise<Omit<Done, "contact">>> = {
  async owner(act) {
    const owner = act.field("owner") || null;
    return { what: owner ? "owner" : "released", name: owner, ...(await changed(act, { owner })) };
  },
  async "call-back"(act) {
    const at = act.field("at") || null;
    const done = await changed(act, { callBackAt: at }, ["handledId"]);
    return { what: at ? "call_back" : "call_off", at: done.after.callBackAt as string | null, ...done };
  },
  handled: async (act) => ({
    what: "handled",
    ...(await changed(act, { handled: true }, ["handledId"])),
  }),
  close: async (act) => ({
    what: "closed",
    ...(await changed(act, { closed: true }, ["callBackAt"])),
  }),
  reopen: async (act) => ({ what: "reopened", ...(await changed(act, { closed: false })) }),
  async tag(act) {
    const tag = act.field("tag").toLocaleLowerCase();
    return { what: "tagged", name: tag, ...(await changed(act, { addTag: tag }, ["tags"])) };
  },
  async untag(act) {
    const tag = act.field("tag");
    return { what: "untagged", name: tag, ...(await changed(act, { removeTag: tag }, ["tags"])) };
  },
  block: (act) => setBlocked(act, true),
  unblock: (act) => setBlocked(act, false),
  async unread({ client, contact }) {
    await callRpc(client, "mark_unread", { contact });
    return { what: "unread" };
  },
  async undo(act) {
    const before = readChange(act.field("before"));
    await changed(
      act,
      act.field("after") === "" ? before : { ...before, after: readChange(act.field("after")) },
    );
    return { what: "undone" };
  },
};

async function setBlocked({ client, contact, field }: Act, blocked: boolean): Promise<Omit<Done, "contact">> {
  const reason = field("reason");
  if (reason === "") return { what: "no_reason" };
  const done = await callRpc(client, "set_contact_blocked", { contact, blocked, reason });
  if (!done) return { what: "settled" };
  return blocked ? { what: "blocked", before: { reason } } : { what: "unblocked" };
}

/** How it was and how it is then, of what this changes alone: what colleagues change meanwhile stays. */
async function changed(
  { client, contact }: Act,
  wanted: Change,
  also: readonly string[] = [],
): Promise<{ before: Change; after: Change }> {
  const { before, after } = await (callRpc(client, "work_conversation", {
    contact,
    change: wanted,
  }) as Promise<{ before: Change; after: Change }>);
  const keys = [...Object.keys(wanted), ...also];
  const own = (of: Change) => Object.fromEntries(Object.entries(of).filter(([key]) => keys.includes(key)));
  return { before: own(before), after: own(after) };
}

const undoable = ["owner", "callBackAt", "handledId", "closed", "tags"];

/** What the form gives back; nothing of what it does not know. Throws Problem `bad_json`. */
function readChange(text: string): Change {
  const value = parseJson(text || "{}");
  const entries = value && typeof value === "object" ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([key]) => undoable.includes(key)));
}
