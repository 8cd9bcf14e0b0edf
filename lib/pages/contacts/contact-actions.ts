import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { callTable } from "../../db/call-table.ts";
import { readPhone } from "../../model/phone.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { leaveWithNotice } from "../shell/notice.ts";
import { confirmReason, giveReason, withdrawReason } from "./reason-acts.ts";
import type { it } from "./texts-it.ts";

type Notice = keyof (typeof it)["notices"];

interface Act {
  client: SupabaseClient;
  contact: number;
  /** A field of the form, trimmed; "" when it was not sent. */
  field(name: string): string;
}

/** Answers what is said on the page then, and which contact's page it is, if another. */
const acts: Record<string, (act: Act) => Promise<Notice | [Notice, number]>> = {
  block: (act) => setBlocked(act, true),
  unblock: (act) => setBlocked(act, false),
  reason: giveReason,
  withdraw: withdrawReason,
  confirm: confirmReason,
  async edit({ client, contact, field }) {
    await callRpc(client, "edit_contact", { contact, time_zone: field("timeZone") || null });
    return "saved";
  },
  async dismiss({ client, contact }) {
    return (await callRpc(client, "dismiss_contact", { contact })) ? "dismissed" : "settled";
  },
  /** The writer without a phone goes to the other one; of two that have one, the other comes here. */
  async merge({ client, contact, field }) {
    const other = Number(field("other"));
    if (!/^[1-9]\d{0,14}$/.test(field("other"))) return "no_contact";
    const phones = await callTable<unknown[]>(
      client.from("contact_identities").select("kind").match({ contact_id: contact, kind: "phone" }),
    );
    const hasPhone = phones.length > 0;
    const [loser, winner] = hasPhone ? [other, contact] : [contact, other];
    await callRpc(client, "merge_contacts", { loser, winner, reason: field("reason") || null });
    return [hasPhone ? "merged" : "linked", winner];
  },
  async link({ client, contact, field }) {
    // The workspace that the monitor shows.
    const [own] = await callTable<{ default_country: string }[]>(
      client.from("workspaces").select("default_country").order("created_at").order("id").limit(1),
    );
    const { e164 } = readPhone(field("phone"), own?.default_country ?? "IT");
    if (e164 === null) return "bad_phone";
    return ["linked", await callRpc(client, "link_contact", { contact, phone: e164 })];
  },
  async split({ client, field }) {
    if (field("reason") === "") return "no_reason";
    const merge = Number(field("merge"));
    if (!Number.isSafeInteger(merge) || merge < 1) return "settled";
    await callRpc(client, "split_contact", { merge, reason: field("reason") });
    return "split";
  },
};

/** The forms of a person's page. What cannot be is said on the page that comes back. */
export async function changeContact(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const form = new URLSearchParams(await c.req.text());
  const contact = Number(c.req.param("id"));
  const act = acts[c.req.param("verb") ?? ""];
  if (!act) throw new Problem("not_found", "There is nothing at this address.");
  let said: Notice | [Notice, number];
  try {
    said = await act({ client, contact, field: (name) => (form.get(name) ?? "").trim() });
  } catch (error) {
    const known = error instanceof Problem ? refusalOf(error) : null;
    if (!known) throw error;
    said = known;
  }
  const [notice, shown] = Array.isArray(said) ? said : [said, contact];
  // From the list of what needs a person, back to it.
  if (form.get("from") === "monitor") return leaveWithNotice(c, notice);
  return leaveWithNotice(c, notice, `/monitor/contacts/${shown}`);
}

async function setBlocked({ client, contact, field }: Act, blocked: boolean): Promise<Notice> {
  if (field("reason") === "") return "no_reason";
  const done = await callRpc(client, "set_contact_blocked", {
    contact,
    blocked,
    reason: field("reason"),
  });
  return done ? (blocked ? "blocked" : "unblocked") : "settled";
}

const badFields: Record<string, Notice> = {
  timeZone: "bad_time_zone",
  phone: "bad_phone",
};

/** What the database refused, as a notice; null for what is no such refusal. */
function refusalOf({ code, field }: Problem): Notice | null {
  if (code === "conflict") return "changed";
  return code === "bad_setting" ? (badFields[field ?? ""] ?? null) : null;
}
