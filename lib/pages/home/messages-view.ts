import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { MessageView } from "../../people/list-messages.ts";
import { changeView } from "../attention/change-view.ts";
import { fileView } from "../evidence/file-view.ts";
import { machineView } from "../machines/machine-view.ts";
import { purposeChip } from "../purposes/purpose-chip.ts";
import type { Html } from "../shell/format.ts";
import { byWritten, writtenTime } from "../shell/written-time.ts";
import { connectView } from "./connect-view.ts";
import type { Filters } from "./filters.ts";
import { listFrame } from "./list-frame.ts";
import { isUnmatched } from "./needs-view.ts";
import { personView } from "./person-view.ts";
import { reasonText, statusTime, statusView } from "./status-view.ts";
import type { View } from "./view.ts";

/** Messages in and out, newest first. */
export function messagesView(view: View): Html {
  const { t, snapshot, filters } = view;
  const choice = (messages: Filters["messages"], word: string) => ({
    word,
    over: { messages, messagesBefore: null },
    chosen: filters.messages === messages,
  });
  const words = t.messages.filters;
  return listFrame(view, {
    kind: "messages",
    choices: [choice(null, words.all), choice("in", words.in), choice("out", words.out)],
    rows: byWritten(snapshot.messages).map((message) => messageRow(view, message)),
    empty: html`<div class="empty"><p><strong>${t.messages.none}</strong></p>
    <p>${t.messages.noneHelp}</p>${connectView(view, "messages")}</div>`,
    whole: filters.messages === null && filters.messagesBefore === null && filters.search === null,
  });
}

function messageRow(view: View, message: MessageView): Html {
  const { t } = view;
  const incoming = message.direction === "in";
  const reason = reasonText(view, message);
  return html`<li class="row ${incoming ? "in" : "out"}" id="message-${message.id}" data-id="${message.id}">
    <div class="head"><span class="way">${incoming ? t.messages.from : t.messages.to}</span>
      ${
        isUnmatched(message) && message.silence !== "erased"
          ? html`<span class="person"><a class="who" href="/monitor/contacts/${message.contactId}">${message.contactName ?? t.unknownName}</a></span>`
          : personView(view, message)
      } ${writtenTime(view, message)}</div>
    ${bodyView(view, message)}
    ${changeView(view, message)}
    ${machineView(view, message, view.action(`/messages/${message.id}/person`))}
    ${message.file && html`<p class="line">${fileView(view.language, message.id, message.file)}</p>`}
    <p class="line">${incoming ? incomingMarks(view, message) : html`${statusView(view, message.status)} ${statusTime(view, message)}`}
      ${purposeChip(view, message)}
      ${reason && html`<span class="quiet">${reason}</span>`}</p></li>`;
}

function incomingMarks({ t, snapshot }: View, message: MessageView): Html {
  const proves = snapshot.calls.some((call) => call.billMessageId === message.id);
  const evidence = proves && wordFor(t.messages.evidence, message.evidence);
  // Who was dismissed or erased is on that list no more; where it is cut short, nobody is left out.
  const { unmatched, totals } = snapshot;
  const isListed = unmatched.some(({ contactId }) => contactId === message.contactId);
  const waits = isUnmatched(message) && (isListed || unmatched.length < totals.unmatched);
  return html`${waits && html`<span class="chip warn">${t.messages.unmatched}</span>`}
    ${message.isStop && html`<span class="chip bad">${t.messages.stop}</span>`}
    ${evidence && html`<span class="chip bill">${evidence}</span>`}`;
}

/** Longer than this our own text folds: it is the same for everybody. */
const foldedFrom = 120;

function bodyView(view: View, message: MessageView): Html {
  const { t } = view;
  const { body } = message;
  if (!body)
    return html`<p class="body">${mediaText(view, message) ?? html`<span class="quiet">${t.messages.noText}</span>`}</p>`;
  const media = message.kind === "text" ? null : html`<p class="body">${mediaText(view, message)}</p>`;
  if (message.direction === "in" || body.length < foldedFrom)
    return html`${media}<p class="body">${body}</p>`;
  const start = `${body
    .slice(0, foldedFrom - 30)
    .replace(/\s+/g, " ")
    .trimEnd()}…`;
  return html`${media}<details class="fold" id="body-${message.id}"><summary><span
    class="start">${start}</span> <u>${t.messages.whole}</u></summary>
    <p class="body">${body}</p></details>`;
}

function mediaText({ t, format }: View, { kind, media }: MessageView): Html | null {
  if (kind === "text" && !media) return null;
  const details = [
    media?.fileName,
    media?.durationSeconds ? format.duration(media.durationSeconds) : null,
    media?.sizeBytes ? format.bytes(media.sizeBytes) : null,
  ].filter(Boolean);
  return html`<strong>${wordFor(t.messages.kinds, kind) ?? kind}</strong>${details.length > 0 && ` · ${details.join(" · ")}`}`;
}
