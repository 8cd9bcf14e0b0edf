import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { hasRole, type StaffRole } from "../../model/staff.ts";
import type { Html } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";

const words = {
  it: {
    title: "Diagnostica",
    intro: "Quello che serve a chi gestisce Aftercall. Per lavorare non serve.",
    settings: "Impostazioni",
    pages: "Pagine della diagnostica",
    state: "Stato",
    events: "Eventi",
    tasks: "Lavori",
    log: "Registro degli invii",
    gaps: "Perso e ritrovato",
    reread: "Rilettura",
  },
  en: {
    title: "Diagnostics",
    intro: "What helps whoever runs Aftercall. Nobody needs it for their work.",
    settings: "Settings",
    pages: "Pages of diagnostics",
    state: "State",
    events: "Events",
    tasks: "Tasks",
    log: "Log of sends",
    gaps: "Lost and found",
    reread: "Reading again",
  },
} satisfies Record<Language, Record<string, string>>;

export interface DiagnosticsPage {
  page: "state" | "events" | "tasks" | "log" | "gaps" | "reread";
  title: string;
  path: string;
}

/** Everything that only an engineer understands; reading again asks what a manager may see. */
export function diagnosticsPages(language: Language, role: StaffRole): DiagnosticsPage[] {
  const t = words[language];
  const all: DiagnosticsPage[] = [
    { page: "state", title: t.state, path: "/monitor/diagnostics" },
    { page: "events", title: t.events, path: "/monitor/events" },
    { page: "log", title: t.log, path: "/monitor/sent-log" },
    { page: "gaps", title: t.gaps, path: "/monitor/diagnostics#gaps" },
    { page: "tasks", title: t.tasks, path: "/monitor/tasks" },
    { page: "reread", title: t.reread, path: "/monitor/settings/fields" },
  ];
  return all.filter(({ page }) => page !== "reread" || hasRole(role, "manager"));
}

export function diagnosticsTitle(language: Language): string {
  return words[language].title;
}

/** The way back to the settings, and the other pages of diagnostics. */
export function diagnosticsNav(
  language: Language,
  { me }: Pick<Shell, "me">,
  current: DiagnosticsPage["page"],
): Html {
  const t = words[language];
  return html`<p class="back"><a href="/monitor/settings">← ${t.settings}</a></p>
<nav class="tabs" aria-label="${t.pages}">${diagnosticsPages(language, me.role).map(
    ({ page, title, path }) =>
      html`<a href="${path}" ${page === current && html`aria-current="page"`}>${title}</a> `,
  )}</nav>`;
}

/** On top of the first of them. */
export function diagnosticsHead(language: Language, shell: Shell, current: DiagnosticsPage["page"]): Html {
  const t = words[language];
  return html`${diagnosticsNav(language, shell, current)}
<h1 class="page-title">${t.title}</h1>
<p class="quiet page-intro">${t.intro}</p>`;
}
