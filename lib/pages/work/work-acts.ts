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
    const before = await change(act, { owner });
    return { what: owner ? "owner" : "released", name: owner, before };
  },
  async "call-back"(act) {
    const at = act.field("at") || null;
    const [before, after] = await changed(act, { callBackAt: at }, ["handledId"]);
    return { what: at ? "call_back" : "call_off", at: after.callBackAt as string | null, before };
  },
  handled: async (act) => ({
    what: "handled",
    before: (await changed(act, { handled: true }, ["handledId"]))[0],
  }),
  close: async (act) => ({
    what: "closed",
    before: (await changed(act, { closed: true }, ["callBackAt"]))[0],
  }),
  reopen: async (act) => ({ what: "reopened", before: await change(act, { closed: false }) }),
  async tag(act) {
    const tag = act.field("tag").toLocaleLowerCase();
    return { what: "tagged", name: tag, before: (await changed(act, { addTag: tag }, ["tags"]))[0] };
  },
  async untag(act) {
    const tag = act.field("tag");
    return { what: "untagged", name: tag, before: (await changed(act, { removeTag: tag }, ["tags"]))[0] };
  },
  block: (act) => setBlocked(act, true),
  unblock: (act) => setBlocked(act, false),
  async unread({ client, contact }) {
    await callRpc(client, "mark_unread", { contact });
    return { what: "unread" };
  },
  async undo(act) {
    await change(act, readBefore(act.field("before")));
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

/** Of what it was before, only what this changes: what colleagues change meanwhile stays. */
async function change(act: Act, wanted: Change): Promise<Change> {
  const [before] = await changed(act, wanted, []);
  return before;
}

async function changed(
  { client, contact }: Act,
  wanted: Change,
  also: readonly string[],
): Promise<[before: Change, after: Change]> {
  const { before, after } = await (callRpc(client, "work_conversation", {
    contact,
    change: wanted,
  }) as Promise<{ before: Change; after: Change }>);
  const keys = [...Object.keys(wanted), ...also];
  return [Object.fromEntries(Object.entries(before).filter(([key]) => keys.includes(key))), after];
}

const undoable = ["owner", "callBackAt", "handledId", "closed", "tags"];

/** What the form gives back; nothing of what it does not know. Throws Problem `bad_json`. */
function readBefore(text: string): Change {
  const value = parseJson(text || "{}");
  const entries = value && typeof value === "object" ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([key]) => undoable.includes(key)));
}
