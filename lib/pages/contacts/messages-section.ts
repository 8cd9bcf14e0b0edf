import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { MessageView } from "../../people/list-messages.ts";
import { changeView } from "../attention/change-view.ts";
import { fileView } from "../evidence/file-view.ts";
import { statusView } from "../home/status-view.ts";
import { machineView } from "../machines/machine-view.ts";
import type { Html } from "../shell/format.ts";
import { byWritten, writtenTime } from "../shell/written-time.ts";
import type { ContactView } from "./contact-view.ts";

/** What went to and fro, newest first. */
export function messagesSection(view: ContactView): Html {
  const { t, common, data, messagesBefore, path } = view;
  return html`<section id="messages" aria-labelledby="messages-title"><h2 id="messages-title">${t.messagesTitle}</h2>
  ${data.messages.length === 0 && html`<p class="empty">${t.noMessages}</p>`}
  <ul class="rows">${byWritten(data.messages).map((message) => messageRow(view, message))}</ul>
  ${
    (messagesBefore || data.olderMessages) &&
    html`<nav class="pages" aria-label="${common.messages.pages}">${
      messagesBefore && html`<a href="${path()}#messages">${t.newestMessages}</a>`
    } ${
      data.olderMessages &&
      html`<a href="${path()}?messagesBefore=${data.olderMessages}#messages">${t.olderMessages}</a>`
    }</nav>`
  }</section>`;
}

function messageRow({ common, format, language }: ContactView, message: MessageView): Html {
  const isIn = message.direction === "in";
  const kind = message.kind === "text" ? null : wordFor(common.messages.kinds, message.kind);
  const name = message.media?.fileName;
  const reason = wordFor(common.reasonCodes, message.reasonCode) ?? message.reason;
  return html`<li class="row ${isIn ? "in" : "out"}" id="message-${message.id}">
  <div class="head"><span class="way person">${isIn ? common.messages.from : common.messages.to}</span> ${writtenTime({ language, format }, message)}</div>
  ${kind && html`<p class="body">${kind}${name && html` <strong>${name}</strong>`}</p>`}
  ${message.body ? html`<p class="body">${message.body}</p>` : !kind && html`<p class="quiet">${common.messages.noText}</p>`}
  ${changeView({ language, format }, message)}
  ${machineView({ language, format }, message, `/monitor/messages/${message.id}/person?from=contacts/${message.contactId}`)}
  ${message.file && html`<p class="line">${fileView(language, message.id, message.file)}</p>`}
  <p class="line">${!isIn && statusView({ t: common }, message.status)}
    ${message.isStop && html`<span class="chip bad">${common.messages.stop}</span>`}
    ${!isIn && reason && html`<span class="quiet">${reason}</span>`}</p></li>`;
}
