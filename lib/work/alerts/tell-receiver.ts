import type { Services } from "../../services.ts";
import type { Reply } from "./post-json.ts";
import { postNotice } from "./post-notice.ts";
import { openAccess, type ReceiverKind } from "./receiver-access.ts";
import { sendMail } from "./send-mail.ts";

/** Where something goes; sealed null: the environment's address. */
export interface ReceiverRef {
  workspace: string;
  receiver: ReceiverKind;
  sealed: string | null;
}

/** `text` in Slack's words, beside what programs read. */
export interface Message {
  id: string;
  body: { text: string; [more: string]: unknown };
}

type Tools = Pick<Services, "config" | "resolveHost">;

/** Tells one receiver one thing. Never throws; what it answers names neither address nor key of ours. */
export async function tellReceiver(tools: Tools, to: ReceiverRef, { id, body }: Message): Promise<Reply> {
  const { alertWebhookUrl, alertWebhookSecret: secret, channelKeys } = tools.config;
  if (to.sealed === null) {
    if (alertWebhookUrl === null) return { kind: "none", detail: "is not configured" };
    return postNotice({ url: alertWebhookUrl, secret, resolveHost: null }, id, body);
  }
  if (to.receiver === "webhook") {
    const access = openAccess(channelKeys, to.workspace, "webhook", to.sealed);
    if (!access) return unopened;
    return postNotice({ url: access.url, secret, resolveHost: tools.resolveHost }, id, body);
  }
  const access = openAccess(channelKeys, to.workspace, "email", to.sealed);
  if (!access) return unopened;
  const text = plainText(body.text);
  const subject = `Aftercall: ${text.split("\n")[0]}`.slice(0, 200);
  return sendMail(tools, access, { id, to: access.to, subject, text });
}

const unopened: Reply = { kind: "none", detail: "no key in CHANNEL_KEYS opens it" };

/** Without Slack's marks (docs.slack.dev, Formatting message text). */
function plainText(text: string): string {
  return text
    .replace(/^\*(.*)\*$/m, "$1")
    .replace(/<(https?:[^|>]+)\|([^>]*)>/g, "$2: $1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
