import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { hasRole, type StaffRole } from "../../model/staff.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import type { PageMember } from "../shell/open-page.ts";
import { texts } from "../shell/texts.ts";
import { settingsTexts } from "./texts.ts";

export interface SettingsDocument {
  language: Language;
  member: PageMember;
  title: string;
  intro?: string;
  /** Of this page. */
  path: string;
  /** Where "back" leads; null on the first page. */
  back: { href: string; word: string } | null;
  /** Said once, after what was just done. */
  notice?: string | null;
  /** Instead of it: what is wrong. */
  problem?: Html | string | null;
  /** Who may change what the page shows. */
  least?: StaffRole;
  main: Html;
  /** Modules of its own, under /monitor/. */
  scripts?: string[];
  /** Whether parts of it are asked for again. */
  live?: boolean;
}

/** The frame of every page of the settings. */
export function settingsDocument(parts: SettingsDocument): Html {
  const { language, member, title, intro, path, back, notice, problem, least = "manager", main } = parts;
  const { scripts, live } = parts;
  const t = settingsTexts[language];
  return documentView({
    language,
    title: `${title} · ${texts[language].product}`,
    section: "settings",
    shell: member.shell,
    layout: "page",
    main: html`<div class="settings">
${back && html`<p class="back"><a href="${back.href}">← ${back.word}</a></p>`}
<h1 class="page-title">${title}</h1>
${intro && html`<p class="quiet page-intro">${intro}</p>`}
${notice && html`<p class="notice" role="status" tabindex="-1">${notice}</p>`}
${problem && html`<div class="problem" role="alert">${problem}</div>`}
${!hasRole(member.role, least) && html`<p class="note">${least === "admin" ? t.adminOnly : t.readOnly}</p>`}
${main}</div>`,
    style: ["lists.css", "settings.css"],
    ...(scripts && { scripts }),
    ...(live && { live }),
    otherLanguage: (lang) => `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`,
  });
}
