import type { Context } from "hono";
import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { Problem } from "../../base/problem.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { attentionSection } from "../attention/attention-section.ts";
import { callName } from "../calls/call-name.ts";
import { machinesSection } from "../machines/machines-section.ts";
import { readerOf } from "../settings/reader-of.ts";
import { momentTitle } from "../shell/day-words.ts";
import { documentView } from "../shell/document.ts";
import { icon } from "../shell/icon.ts";
import { takeNotice } from "../shell/notice.ts";
import { texts } from "../shell/texts.ts";
import type { CallPageView, CallSection } from "./call-page-view.ts";
import { decisionSection } from "./decision-section.ts";
import { evidenceSection } from "./evidence-section.ts";
import { factsSection } from "./facts-section.ts";
import { messagesSection } from "./messages-section.ts";
import { readCallPage } from "./read-call-page.ts";
import { callTexts } from "./texts.ts";

const lookSection: CallSection = (view) =>
  attentionSection(
    { ...view, client: view.reader.member.client },
    view.call.contactId,
    `calls/${view.call.id}`,
  );

/** In the order in which they are read. */
const sections: CallSection[] = [
  factsSection,
  lookSection,
  decisionSection,
  evidenceSection,
  messagesSection,
  machinesSection,
];

/** One call: what it was, what was decided and why, and what came of it. */
export async function showCall(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const { language, member } = reader;
  const data = await readCallPage(member, Number(c.req.param("id")));
  if (!data) throw new Problem("not_found", "There is no such call.");
  const words = callTexts[language];
  const view: CallPageView = {
    ...data,
    words,
    language,
    reader,
    format: reader.format,
  };
  const { id, contactId, contactName, createdAt, endedHeardAt } = data.call;
  const endedAt = endedHeardAt && endedHeardAt < createdAt ? endedHeardAt : createdAt;
  const who = callName(language, { ...data.call, name: contactName, silence: data.silence });
  const title = `${who} · ${momentTitle(language, member.timeZone, member.shell.now, endedAt)}`;
  const notice = takeNotice(c);
  const said = wordFor(texts[language].notices, notice) ?? wordFor(texts[language].callCodes, notice);
  const drawn = await Promise.all(sections.map((section) => section(view)));
  return c.html(
    documentView({
      language,
      title: `${title} · ${texts[language].product}`,
      section: "calls",
      shell: member.shell,
      layout: "page",
      style: ["lists.css", "settings.css"],
      otherLanguage: (lang) => `/monitor/calls/${id}?lang=${lang}`,
      main: html`<div class="settings"><p class="back"><a href="/monitor/calls">← ${words.back}</a></p>
<h1 class="page-title">${title}</h1>
${contactId && html`<p><a class="button" href="/monitor/c/${contactId}">${icon("chat", 16)} ${words.thread}</a></p>`}
${said && html`<p class="notice" role="status" tabindex="-1">${said}</p>`}
${drawn}</div>`,
    }),
  );
}
