import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import { hasRole, type StaffRole } from "../../model/staff.ts";
import { taskWords } from "../../work/tasks/task-words.ts";
import { noticeView } from "../events/events-notice.ts";
import { diagnosticsNav } from "../home/diagnostics-head.ts";
import { documentView } from "../shell/document.ts";
import { createFormat, type Format, type Html } from "../shell/format.ts";
import { listSection } from "../shell/list-section.ts";
import type { Shell } from "../shell/shell.ts";
import { texts } from "../shell/texts.ts";
import { type TaskFilter, type TaskPage, type TaskView, taskStates } from "./read-tasks.ts";
import { type TaskTexts, taskTexts } from "./texts.ts";

export interface TasksPageParts {
  language: Language;
  shell: Shell;
  page: TaskPage;
  state: TaskFilter;
  before: number | null;
  /** What was just done. */
  notice: string | undefined;
}

export function tasksPath(state: TaskFilter, before: number | null): string {
  const params = new URLSearchParams();
  if (state !== "all") params.set("state", state);
  if (before !== null) params.set("before", String(before));
  return params.size > 0 ? `/monitor/tasks?${params}` : "/monitor/tasks";
}

/** What waits, runs or was given up, newest first. */
export function tasksPage({ language, shell, page, state, before, notice }: TasksPageParts): Html {
  const t = taskTexts[language];
  const format = createFormat(language, page.timeZone, page.now);
  const said = wordFor(t.notices, notice);
  const count = (each: TaskFilter) => (each === "all" ? "" : ` (${page.counts[each]})`);
  const main = html`${diagnosticsNav(language, shell, "tasks")}
<h1 class="page-title">${t.title}</h1>
<p class="quiet page-intro">${t.intro}</p>
${said && noticeView(html`${said}`)}
<div class="board one">
${listSection({
  kind: "tasks",
  title: t.list,
  filters: [
    {
      label: t.filter,
      choices: taskStates.map((each) => ({
        word: `${t.filters[each]}${count(each)}`,
        href: tasksPath(each, null),
        chosen: each === state,
      })),
    },
  ],
  rows: page.tasks.map((task) => taskRow(task, { language, role: shell.me.role, t, format, state })),
  empty: html`<p class="empty">${t.none}</p>`,
  pages: {
    label: t.pages,
    newest: before === null ? null : { word: t.newest, href: tasksPath(state, null) },
    older: page.older === null ? null : { word: t.older, href: tasksPath(state, page.older) },
  },
})}</div>`;
  return documentView({
    language,
    title: `${t.title} · ${texts[language].product}`,
    section: "settings",
    shell,
    layout: "page",
    main,
    style: ["lists.css", "events.css"],
    otherLanguage: (lang) => `/monitor/tasks?${new URLSearchParams({ state, lang })}`,
  });
}

interface RowParts {
  language: Language;
  role: StaffRole;
  t: TaskTexts;
  format: Format;
  state: TaskFilter;
}

const moods = { waiting: "faint", running: "faint", done: "good", failed: "bad" };

function taskRow(task: TaskView, { language, role, t, format, state }: RowParts): Html {
  const mayAct = task.state === "failed" && hasRole(role, "manager");
  return html`<li class="row" id="task-${task.id}">
    <div class="head"><span class="person"><strong>${wordFor(taskWords[language], task.kind) ?? task.kind}</strong></span>
      ${format.time(task.createdAt)}</div>
    <p class="line"><span class="chip ${moods[task.state]}">${t.states[task.state]}</span>
      ${task.tries > 0 && html`<span class="quiet">${t.tries(task.tries)}</span>`}
      ${task.state === "waiting" && html`<span class="quiet">${t.next} ${format.time(task.dueAt)}</span>`}
      ${task.endedAt && html`<span class="quiet">${t.ended} ${format.time(task.endedAt)}</span>`}
      ${about(task, t)}</p>
    ${task.state !== "done" && task.reasonCode && html`<p class="quiet">${why(task, t)}</p>`}
    ${task.seenAt && html`<p class="quiet">${t.seenAt} ${format.time(task.seenAt)}</p>`}
    ${
      mayAct &&
      html`<form class="choices" method="post" action="/monitor/tasks/${task.id}?state=${state}">
      <button class="main" name="decision" value="again">${t.again}</button>
      ${!task.seenAt && html`<button class="quiet" name="decision" value="seen">${t.seen}</button>`}</form>`
    }</li>`;
}

function about({ callId, contactId }: TaskView, t: TaskTexts): Html | null {
  if (callId !== null) return html`<a href="/monitor/calls/${callId}">${t.call}</a>`;
  return contactId === null ? null : html`<a href="/monitor/contacts/${contactId}">${t.contact}</a>`;
}

function why({ reasonCode, reason }: TaskView, t: TaskTexts): Html {
  const words = wordFor(t.reasons, reasonCode);
  return words ? html`${words}` : html`<q lang="en">${reason ?? reasonCode}</q>`;
}
