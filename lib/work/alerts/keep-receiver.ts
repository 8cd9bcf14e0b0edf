import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { StaffMember } from "../../model/staff.ts";
import type { Services } from "../../services.ts";
import { type MailAccess, sealAccess, type WebhookAccess } from "./receiver-access.ts";

type Tools = Pick<Services, "db" | "config">;

/** Seals it and keeps it, in an admin's name; of what it was nothing stays. Throws Problem. */
export async function keepWebhook(tools: Tools, member: StaffMember, access: WebhookAccess): Promise<void> {
  const { host } = new URL(access.url);
  const sealed = sealAccess(keysOf(tools), member.workspace, "webhook", access);
  await keep(tools, member, { kind: "webhook", sealed, shown: { host, end: access.url.slice(-4) } });
}

export async function keepMail(tools: Tools, member: StaffMember, access: MailAccess): Promise<void> {
  const { url, key, from, to } = access;
  const sealed = sealAccess(keysOf(tools), member.workspace, "email", access);
  await keep(tools, member, { kind: "email", sealed, shown: { url, from, to, end: key.slice(-4) } });
}

async function keep(
  { db }: Tools,
  { workspace, userId: actor }: StaffMember,
  receiver: { kind: string; sealed: string; shown: object },
): Promise<void> {
  await callRpc(db, "set_alert_receiver", { workspace, actor, ...receiver });
}

function keysOf({ config }: Tools) {
  if (config.channelKeys.length > 0) return config.channelKeys;
  throw new Problem(
    "not_configured",
    "CHANNEL_KEYS is not set: put name:base64 of 32 random bytes in the environment.",
  );
}
