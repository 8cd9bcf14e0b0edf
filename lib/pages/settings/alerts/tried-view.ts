import { html } from "hono/html";
import type { Tried } from "../../../work/alerts/try-receivers.ts";
import type { Html } from "../../shell/format.ts";
import type { AlertsTexts } from "./texts-it.ts";

/** What each receiver said to a test. */
export function triedView(words: AlertsTexts, tried: Tried[]): Html {
  if (tried.length === 0) return html`<p class="problem" role="alert">${words.nobody}</p>`;
  const isGood = tried.every((one) => one.isGood);
  return html`<div class="${isGood ? "notice" : "problem"}" role="${isGood ? "status" : "alert"}">${tried.map(
    ({ receiver, status, isGood: good, said }) =>
      html`<p><strong>${words.tested} ${words[receiver]}</strong>: ${good ? words.arrived : words.refused},
${status === null ? words.noAnswer : words.answered(status)}${said && html` <q>${said}</q>`}</p>`,
  )}</div>`;
}
