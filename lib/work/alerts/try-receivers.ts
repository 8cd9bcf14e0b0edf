import type { Language } from "../../base/language.ts";
import { maskText } from "../../base/mask-personal.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { StaffMember } from "../../model/staff.ts";
import type { Services } from "../../services.ts";
import { type MailAccess, openAccess, type ReceiverKind, type WebhookAccess } from "./receiver-access.ts";
import { readReceivers } from "./reseal-receivers.ts";
import { type ReceiverRef, tellReceiver } from "./tell-receiver.ts";

export interface Tried {
  receiver: ReceiverKind;
  /** HTTP status; null where nothing answered. */
  status: number | null;
  isGood: boolean;
  /** What it said, without secrets; may be empty. */
  said: string;
}

const words: Record<Language, string> = {
  it: "Prova: da qui arrivano gli avvisi di Aftercall. Se lo leggi, funziona.",
  en: "A test: Aftercall's alerts come this way. If you read this, it works.",
};

/** Sends a test to each receiver of the company, for an admin. Throws Problem. */
export async function tryReceivers(
  services: Services,
  { client, workspace }: StaffMember,
  language: Language,
): Promise<Tried[]> {
  await callRpc(client, "note_alert_test", { workspace });
  const own = (await readReceivers(services.db, workspace)).map(
    ({ kind, sealed }): ReceiverRef => ({ workspace, receiver: kind, sealed }),
  );
  const hasWebhook = own.some(({ receiver }) => receiver === "webhook");
  const all: ReceiverRef[] =
    hasWebhook || services.config.alertWebhookUrl === null
      ? own
      : [{ workspace, receiver: "webhook", sealed: null }, ...own];
  return Promise.all(all.map((to) => tryOne(services, to, language)));
}

async function tryOne(services: Services, to: ReceiverRef, language: Language): Promise<Tried> {
  const id = `test_${crypto.randomUUID()}`;
  const body = { text: words[language], type: "alert.test", timestamp: new Date().toISOString(), data: {} };
  const reply = await tellReceiver(services, to, { id, body });
  if (reply.kind === "none")
    return { receiver: to.receiver, status: null, isGood: false, said: reply.detail };
  const { status } = reply;
  const isGood = status >= 200 && status < 300;
  return { receiver: to.receiver, status, isGood, said: masked(services, to, reply.text) };
}

/** In one line, short, and without the address or key, should it have been quoted back. */
function masked({ config }: Services, { workspace, receiver, sealed }: ReceiverRef, text: string): string {
  const access: Partial<MailAccess & WebhookAccess> =
    (sealed && openAccess(config.channelKeys, workspace, receiver, sealed)) || {};
  const secrets = [config.alertWebhookUrl, access.url, access.key];
  let said = text.replace(/\s+/g, " ").trim();
  for (const secret of secrets) {
    if (!secret) continue;
    said = said.replaceAll(secret, "…");
    const path = URL.parse(secret)?.pathname;
    if (path && path.length > 1) said = said.replaceAll(path, "…");
  }
  return maskText(said).slice(0, 160);
}
