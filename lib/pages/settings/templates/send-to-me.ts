import type { Context } from "hono";
import { callRpc } from "../../../db/call-rpc.ts";
import { callTable } from "../../../db/call-table.ts";
import { readPhone } from "../../../model/phone.ts";
import type { StaffMember } from "../../../model/staff.ts";
import { dispatch } from "../../../outbox/dispatch.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { readMe } from "../../me/read-me.ts";

export type SentToMe = { kind: "sent" } | { kind: "no_number" } | { kind: "refused"; reason: string };

/**
 * This text to the reader's own phone, through the queue like all that is sent. The number is kept for the next time. `key`: the
 * same again is the same message.
 */
export async function sendToMe(
  c: Context<AppEnv>,
  member: StaffMember,
  { body, phone, key }: { body: string; phone: string; key: string },
): Promise<SentToMe> {
  const { client, workspace } = member;
  const services = c.get("services");
  const { e164 } = readPhone(phone, await countryOf(member));
  if (e164 === null) return { kind: "no_number" };
  const me = await readMe(member);
  if (me.phone !== e164) {
    const { name, language } = me;
    await callRpc(client, "edit_me", { workspace, name, language, phone: e164 });
  }
  const contact = await callRpc(client, "open_person", { workspace, phone: e164, name: me.name });
  const answer = (await callRpc(client, "send_manual", {
    contact: Number(contact),
    body,
    key,
    reason: "agreed",
    despite: true,
    seen: null,
  })) as { sent: boolean; reason?: string; channel?: string };
  if (!answer.sent) return { kind: "refused", reason: answer.reason ?? "" };
  const channel = answer.channel!;
  services.background(() => dispatch(services, channel, { mayWait: true }));
  return { kind: "sent" };
}

async function countryOf({ client, workspace }: StaffMember): Promise<string> {
  const query = client.from("workspaces").select("default_country").eq("id", workspace);
  const [row] = await callTable<{ default_country: string }[]>(query);
  return row?.default_country ?? "IT";
}
