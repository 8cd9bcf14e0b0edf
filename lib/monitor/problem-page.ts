import { html } from "hono/html";
import type { Problem } from "../http/problem.ts";
import { documentView } from "./document.ts";
import type { Html } from "./format.ts";
import { type Language, texts, wordFor } from "./texts.ts";

export function problemPage(
  language: Language,
  problem: Pick<Problem, "code" | "message">,
  requestId: string,
): Html {
  const { problems, product } = texts[language];
  const main = html`<section class="narrow"><h1>${problems.title}</h1>
  <p>${wordFor(problems, problem.code) ?? problems.internal}</p>
  ${problem.code === "not_configured" && html`<p class="quiet" lang="en">${problem.message}</p>`}
  <p><a href="/monitor">${problems.back}</a></p>
  <p class="quiet">${problems.reference} <code>${requestId}</code></p></section>`;
  return documentView({
    language,
    title: `${problems.title} · ${product}`,
    main,
    otherLanguage: (code) => `/monitor?lang=${code}`,
  });
}
