import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Problem } from "../../base/problem.ts";
import { documentView } from "./document.ts";
import type { Html } from "./format.ts";
import type { Shell } from "./shell.ts";
import { texts } from "./texts.ts";

/** What is wrong, in the frame of whoever is signed in, where that can be read. */
export function problemPage(
  language: Language,
  problem: Pick<Problem, "code" | "message">,
  requestId: string,
  shell: Shell | null = null,
): Html {
  const { problems, product } = texts[language];
  const main = html`<section class="narrow"><h1>${problems.title}</h1>
  <p>${problems[problem.code]}</p>
  ${problem.code === "not_configured" && settingsView(problems.settings, problem.message)}
  <p><a href="/monitor">${problems.back}</a></p>
  <p class="quiet">${problems.reference} <code>${requestId}</code></p></section>`;
  return documentView({
    language,
    title: `${problems.title} · ${product}`,
    shell,
    layout: "page",
    main,
    otherLanguage: (code) => `/monitor?lang=${code}`,
  });
}

/** The sentence is in the log: what helps in every language are the names in it. */
function settingsView(label: string, message: string): Html | null {
  const names = new Set(message.match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g));
  return names.size > 0 ? html`<p class="quiet">${label} <code>${[...names].join(", ")}</code></p>` : null;
}
