import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { documentView } from "../shell/document.ts";
import type { Html } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import { texts } from "../shell/texts.ts";
import { firstStartPath, firstStartView } from "./first-start-view.ts";
import type { FirstSteps } from "./first-steps.ts";
import { firstStartTexts } from "./texts.ts";

export interface FirstStartPage {
  language: Language;
  shell: Shell;
  steps: FirstSteps;
  addresses: [title: string, address: string][];
  /** Of this page: /monitor while nothing was received. */
  path?: string;
}

/** The first steps, in Chat's place. Ticks appear by themselves (public/monitor/first-start.js). */
export function firstStartPage({
  language,
  shell,
  steps,
  addresses,
  path = firstStartPath,
}: FirstStartPage): Html {
  const { title } = firstStartTexts[language];
  return documentView({
    language,
    title: `${title} · ${texts[language].product}`,
    section: "chat",
    shell,
    layout: "page",
    main: html`<h1 class="unseen">${title}</h1>
${firstStartView({ language, role: shell.me.role, steps, addresses })}`,
    style: "first-start.css",
    scripts: ["first-start.js"],
    otherLanguage: (code) => `${path}?lang=${code}`,
  });
}
