import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { it } from "./texts-it.ts";

type Notice = keyof (typeof it)["notices"];

interface Act {
  client: SupabaseClient;
  contact: number;
  field(name: string): string;
}

/** A member says why we may write. */
export async function giveReason({ client, contact, field }: Act): Promise<Notice> {
  if (field("reason") === "") return "no_reason";
  await callRpc(client, "give_reason", {
    contact,
    purpose: field("purpose") === "marketing" ? "marketing" : "service",
    note: field("reason"),
  });
  return "reason_given";
}

/** One of the reasons no longer holds. */
export async function withdrawReason({ client, field }: Act): Promise<Notice> {
  if (field("reason") === "") return "no_reason";
  const reason = idOf(field("given"));
  if (reason === null) return "settled";
  return (await callRpc(client, "withdraw_reason", { reason, note: field("reason") }))
    ? "reason_withdrawn"
    : "settled";
}

/** Asks the person in the thread whether it is so. */
export async function confirmReason({ client, field }: Act): Promise<Notice> {
  const reason = idOf(field("given"));
  if (reason === null) return "settled";
  const answer = (await callRpc(client, "ask_to_confirm", { reason })) as unknown as {
    sent: boolean;
    code?: string;
  };
  if (answer.sent) return "reason_asked";
  return answer.code === "settled" ? "settled" : "reason_not_asked";
}

function idOf(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
