import { html } from "hono/html";
import { hasRole } from "../../../../model/staff.ts";
import { homePath } from "../../../home/home-path.ts";
import type { Html } from "../../../shell/format.ts";
import type { Reader } from "../../reader-of.ts";
import { templateTitle } from "../../templates/template-title.ts";
import { reviewPath } from "../../templates/templates-path.ts";
import { channelsPath } from "../channels-page.ts";
import type { ListedChannel } from "../read-channels.ts";
import { channelTexts } from "../texts.ts";
import type { MovePageParts } from "./move-page.ts";
import type { Move } from "./read-move.ts";
import { moveTexts } from "./texts.ts";

type State = "done" | "todo" | "wait" | "try" | "bad";
const tones: Record<State, string> = { done: "good", todo: "wait", wait: "wait", try: "wait", bad: "bad" };

interface Between {
  reader: Reader;
  from: ListedChannel;
  to: ListedChannel;
  /** Of this page, for forms to lead back to. */
  own: string;
}

export function numberStep({ reader, to, vendors, hasKeys, own }: MovePageParts & { own: string }): Html {
  const { language, member } = reader;
  const t = moveTexts[language].number;
  const words = channelTexts[language];
  if (!to) {
    const may = hasRole(member.role, "admin");
    const links = vendors.map(
      ({ name, title }) =>
        html`<a class="button" href="${channelsPath}/add?vendor=${name}">${words.addTo(title)}</a> `,
    );
    return step(
      reader,
      "todo",
      t.title,
      html`<p>${may ? t.none : t.askAdmin}</p>
${may && (hasKeys ? html`<p class="tools">${links}</p>` : html`<p class="note">${words.noKeys}</p>`)}`,
    );
  }
  const isDown = to.state !== "active" || (to.connectionStatus ?? "connected") !== "connected";
  const state = isDown ? "bad" : to.connectionStatus ? "done" : "try";
  const vendor = vendors.find(({ name }) => name === to.vendor)?.title ?? to.vendor;
  return step(
    reader,
    state,
    t.title,
    html`<p>${t.is(to.name, vendor)} ${isDown ? t.down : to.connectionStatus ? t.connected : t.untried}</p>
<div class="rule-tools">${post(`${channelsPath}/${to.id}/test`, own, words.test)}
<a class="button" href="${channelsPath}/${to.id}">${t.open}</a></div>`,
  );
}

export function textsStep(reader: Reader, { texts }: Move): Html {
  const t = moveTexts[reader.language].texts;
  if (texts === null) return step(reader, "done", t.title, html`<p>${t.free}</p>`);
  const approved = texts.filter(({ isApproved }) => isApproved).length;
  const isDone = approved === texts.length;
  return step(
    reader,
    isDone ? "done" : "todo",
    t.title,
    html`<p>${texts.length === 0 ? t.none : t.count(approved, texts.length)}</p>
<ul class="reviews">${texts.map(
      (text) =>
        html`<li><a href="${reviewPath}?key=${text.key}">${templateTitle(reader.t, text)}</a> <span class="chip ${text.isApproved ? "good" : "wait"}">${text.isApproved ? t.approved : t.missing}</span></li>`,
    )}</ul>${!isDone && html`<p class="quiet">${t.help}</p>`}`,
  );
}

export function firstStep({ reader, from, to, own }: Between): Html {
  const t = moveTexts[reader.language].first;
  const isDone = to.takesFirstContacts;
  const back = isDone && from.state !== "retired";
  return step(
    reader,
    isDone ? "done" : "todo",
    t.title,
    html`<p>${isDone ? t.done(to.name) : t.todo(from.name)}</p>
${!isDone && post(`${channelsPath}/${to.id}/first`, own, t.press(to.name), "main")}
${back && post(`${channelsPath}/${from.id}/first`, own, t.undo(from.name))}`,
  );
}

export function waitingStep(reader: Reader, from: ListedChannel, { waiting, threads }: Move): Html {
  const t = moveTexts[reader.language].waiting;
  const { queued, without, onTheirWay, uncertain } = waiting;
  const isEmpty = queued + onTheirWay + uncertain === 0;
  const row = (word: string, n: number, href: string) =>
    html`<div><dt>${word}</dt><dd>${n > 0 ? html`<a href="${href}">${n}<span class="unseen"> ${word}</span></a>` : n}</dd></div>`;
  return step(
    reader,
    isEmpty ? "done" : "wait",
    t.title(from.name),
    html`${isEmpty && html`<p>${t.none}</p>`}
<dl class="facts">${row(t.queued, queued, `${homePath}#queue`)}${row(t.onTheirWay, onTheirWay, `${homePath}#queue`)}
${row(t.uncertain, uncertain, `${homePath}#needs`)}${row(t.here, threads.here, "/monitor?view=all")}
${row(t.moved, threads.moved, "/monitor?view=all")}</dl>
${without > 0 && html`<p class="note">${t.without(without)}</p>`}
${queued > 0 && from.state !== "retired" && html`<p class="quiet">${t.queueHelp}</p>`}
${uncertain > 0 && html`<p class="quiet">${t.uncertainHelp}</p>`}
${threads.here > 0 && html`<p class="quiet">${t.threadsHelp}</p>`}`,
  );
}

export function retireStep({
  reader,
  from,
  to,
  move,
  own,
  isAdmin,
}: Between & { move: Move; isAdmin: boolean }): Html {
  const t = moveTexts[reader.language].retire;
  const words = channelTexts[reader.language];
  const title = t.title(from.name);
  if (from.state === "retired") {
    return step(reader, "done", title, html`<p>${t.done} ${t.after}</p>`);
  }
  const { queued, onTheirWay } = move.waiting;
  const reason = from.takesFirstContacts
    ? t.firstFirst
    : onTheirWay > 0
      ? t.onTheirWay
      : isAdmin
        ? null
        : t.askAdmin;
  const form = html`<details class="guard"><summary>${words.retire}</summary>
<form method="post" action="${channelsPath}/${from.id}/retire?next=${encodeURIComponent(own)}"><input type="hidden" name="queue" value="${to.id}">
<p>${words.retireHelp}</p><button>${words.retireConfirm}</button></form></details>`;
  return step(
    reader,
    "todo",
    title,
    html`<p>${t.queue(queued, to.name)} ${t.after}</p>
${reason === null ? form : html`<p class="note">${reason}</p>`}`,
  );
}

function step({ language }: Reader, state: State, title: string, main: Html): Html {
  return html`<li class="sheet"><h2>${title} <span class="chip ${tones[state]}">${moveTexts[language].states[state]}</span></h2>${main}</li>`;
}

function post(path: string, own: string, word: string, kind = ""): Html {
  return html`<form method="post" action="${path}?next=${encodeURIComponent(own)}"><button class="${kind}">${word}</button></form>`;
}
