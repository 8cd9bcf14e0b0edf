import { callRpc } from "../db/call-rpc.ts";
import type { MessageView } from "../people/list-messages.ts";
import { readTemplates } from "../settings/read-templates.ts";
import { staffMember } from "../web/staff-member.ts";
import { readFields } from "./read-fields.ts";
import { readNumber } from "./read-number.ts";
import { successAnswer } from "./success-answer.ts";
import { messagesQuery } from "./whatsapp-bodies.ts";

/** `GET /api/whatsapp/messages?to=&status=&direction=&before=&limit=`: newest first; `next` is the `before` of the page after. */
export const getMessages = successAnswer(async (c) => {
  const { client, workspace, country } = await staffMember(c);
  const { to, limit, before, direction, status } = readFields(messagesQuery, c.req.query());
  const messages = await (callRpc(client, "message_list", {
    workspace,
    page_size: limit,
    before: before ?? null,
    direction: direction ?? null,
    phone: to === undefined ? null : readNumber(to, country, "to"),
    status: status ?? null,
  }) as Promise<MessageView[]>);
  const next = messages.length === limit ? (messages.at(-1)?.id ?? null) : null;
  return c.json({ success: true, messages, next });
});

/** `GET /api/whatsapp/templates`: the company's texts, each with what vendors who review texts say of it. */
export const getWhatsappTemplates = successAnswer(async (c) => {
  const templates = await readTemplates(await staffMember(c));
  return c.json({ success: true, templates: templates.map(({ key, ...text }) => ({ name: key, ...text })) });
});
