import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import type { SentMessage } from "../../model/provider.ts";
import type { FallbackReason, SentLogPage } from "../../outbox/read-sent-log.ts";
import type { MessagePage } from "../../people/list-messages.ts";
import { diagnosticsNav } from "../home/diagnostics-head.ts";
import { statusView } from "../home/status-view.ts";
import { vendorQuote } from "../home/vendor-quote.ts";
import { vendorWords } from "../home/vendor-words.ts";
import { documentView } from "../shell/document.ts";
import { createFormat, type Format, type Html, readablePhone } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import { texts } from "../shell/texts.ts";

export interface LogParts {
  language: Language;
  shell: Shell;
  log: SentLogPage;
  ours: MessagePage;
  /** Whose log it is. */
  vendor: string;
  /** How it is opened, or what to do where it refuses its key. */
  passes: { keys: string; unauthorized: string } | undefined;
}

/** The provider's own log of sent messages beside ours. */
export function logPage({ language, shell, log, ours, vendor, passes }: LogParts): Html {
  const t = texts[language];
  const format = createFormat(language, shell.workspace.timeZone, shell.now);
  const oursById = new Map(ours.messages.map((message) => [message.providerMessageId, message.id]));
  const main = html`<div class="wide">${diagnosticsNav(language, shell, "log")}
<h1 class="page-title">${t.log.title(vendor)}</h1>
<p class="quiet">${t.log.intro(vendor)}</p>
${
  log.source === "database" &&
  html`<p class="problem" role="status">${wordFor(t.log.reasons, log.fallback.reason)} ${helpOf(log.fallback.reason)} ${t.log.fallback}</p>
${vendorQuote({ t }, vendorWords(log.fallback.message), vendor)}`
}
<div class="board two">
${
  log.source === "provider" &&
  html`<section id="theirs" aria-labelledby="theirs-title"><h2 id="theirs-title">${t.log.theirs(vendor)}</h2>
  ${log.messages.length === 0 && html`<p class="empty">${t.log.none}</p>`}
  <ul class="rows">${log.messages.map((row) => theirRow(row, oursById.has(row.id)))}</ul>
  <nav class="pages" aria-label="${t.messages.pages}">
    ${log.page > 1 && html`<a href="/monitor/sent-log?page=${log.page - 1}">${t.log.newer}</a>`}
    ${log.next && html`<a href="/monitor/sent-log?page=${log.next}">${t.log.older}</a>`}</nav></section>`
}
<section id="ours" aria-labelledby="ours-title"><h2 id="ours-title">${t.log.ours}</h2>
  ${ours.messages.length === 0 && html`<p class="empty">${t.log.none}</p>`}
  <ul class="rows">${ours.messages.map(
    (
      message,
    ) => html`<li class="row"><div class="head">${person(message.contactName, message.phone, t.noPhone)}
    ${format.time(message.createdAt)}</div><p class="body clip">${message.body ?? ""}</p>
    <p class="line">${statusView({ t }, message.status)} ${number(message.providerMessageId)}</p></li>`,
  )}</ul></section>
</div></div>`;
  return documentView({
    language,
    title: `${t.log.title(vendor)} · ${t.product}`,
    section: "settings",
    shell,
    layout: "page",
    main,
    style: "lists.css",
    otherLanguage: (code) => `/monitor/sent-log?lang=${code}`,
  });

  function helpOf(reason: FallbackReason): string | undefined {
    if (reason === "not_configured") return passes?.keys;
    return reason === "refused" ? passes?.unauthorized : undefined;
  }

  function theirRow(row: SentMessage, matched: boolean): Html {
    return html`<li class="row"><div class="head">${person(null, row.to, t.log.hidden)} ${timeOf(format, row.createdAt)}</div>
    <p class="body clip">${row.text ?? html`<span class="quiet">${t.log.hidden}</span>`}</p>
    <p class="line"><span class="chip ${row.status === "failed" ? "bad" : row.status === "sent" ? "good" : "plain"}">${wordFor(t.log.statuses, row.status) ?? row.status}</span>
    ${number(row.id)}
    ${matched && html`<span class="chip plain">${t.log.matched}</span>`}</p>
    ${vendorQuote({ t }, row.failedReason, vendor)}</li>`;
  }

  function number(id: string | null): Html | null {
    return id ? html`<span class="quiet">${t.log.ids} ${id}</span>` : null;
  }
}

function person(name: string | null, phone: string | null, unknown: string): Html {
  return html`<span class="person">${name && html`<strong>${name}</strong> `}<span class="phone">${phone ? readablePhone(phone) : unknown}</span></span>`;
}

function timeOf(format: Format, at: string | null): Html | null {
  return at ? format.time(at) : null;
}
