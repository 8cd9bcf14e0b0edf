import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { Services } from "../services.ts";
import { dispatch } from "./dispatch.ts";
import type { NotSent, Sent } from "./write-message.ts";

/** What a program writes to a number: a text of its own, or one of the company's by name. */
export interface SendToNumber {
  workspace: string;
  /** E.164. */
  phone: string;
  body?: string;
  /** Key of a text, or its name at the number's vendor. */
  template?: string;
  language?: string | null;
  /** In the order of the text's variables, or by their names. */
  parameters?: string[] | Record<string, string | number> | null;
  reason: string | null;
  /** The program's own id of whom it writes to. */
  lead: string | null;
  /** The same with the same fingerprint is the same message, for 24 hours. */
  key: string | null;
  fingerprint: string | null;
}

/** Puts it in the queue under its rules, as who asks, and nudges the outbox. Throws Problem as `callRpc` does. */
export async function sendToNumber(
  services: Services,
  client: SupabaseClient,
  { body, template, language, parameters, ...more }: SendToNumber,
): Promise<Omit<Sent, "contact"> | NotSent> {
  const answer = await (callRpc(client, "send_to_number", {
    ...more,
    body: body ?? null,
    template: template ?? null,
    language: language ?? null,
    parameters: parameters ?? null,
  }) as Promise<Omit<Sent, "contact"> | NotSent>);
  if (answer.sent && !answer.repeated && answer.status === "queued")
    services.background(() => dispatch(services, answer.channel, { mayWait: true }));
  return answer;
}
