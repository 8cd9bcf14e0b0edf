import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { Services } from "../services.ts";
import { dispatch } from "./dispatch.ts";

/** What a member of staff writes to a person. */
export interface Writing {
  contact: number;
  /** Of a file its caption; "" where a template says it all. */
  text: string;
  /** The same again is the same message; up to 100 characters. */
  key: string;
  /** The newest message that the writer saw. */
  seen?: number | null;
  /** Also where something newer came. */
  despite?: boolean;
  /** Id of a row of `attachments`. */
  attachment?: string | null;
  /** Key of one of the workspace's texts. */
  template?: string | null;
  /** Why we may write, where nothing says so yet. */
  reason?: string | null;
  /** Our id of the message that it answers; heeded where that came to the number that this leaves from. */
  quoted?: number | null;
}

export const refusalCodes = [
  "erased",
  "blocked",
  "opted_out",
  "no_number",
  "not_set_up",
  "no_reason",
  "window_closed",
  "newer",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface Sent {
  sent: true;
  message: number;
  status: string;
  /** ISO 8601; null while its number is paused, and once it left. */
  expectedAt: string | null;
  channel: string;
  contact: number;
  /** Its key was there already: the message that it made then. */
  repeated?: true;
}

export interface NotSent {
  sent: false;
  code: RefusalCode;
  reason: string;
  /** The first message that the writer had not seen. */
  newest?: number;
}

/** Puts a text in the queue as the signed-in person, and nudges the outbox. Throws Problem as `callRpc` does. */
export async function writeMessage(
  services: Services,
  client: SupabaseClient,
  { contact, text, key, ...more }: Writing,
): Promise<Sent | NotSent> {
  const answer = await (callRpc(client, "send_manual", {
    contact,
    body: text,
    key,
    seen: more.seen ?? null,
    despite: more.despite ?? false,
    attachment: more.attachment ?? null,
    template: more.template || null,
    reason: more.reason || null,
    quoted: more.quoted ?? null,
  }) as Promise<Sent | NotSent>);
  if (answer.sent && answer.status === "queued")
    services.background(() => dispatch(services, answer.channel, { mayWait: true }));
  return answer;
}
