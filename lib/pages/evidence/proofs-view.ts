import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import { vendors } from "../../vendors/vendors.ts";
import type { Format, Html } from "../shell/format.ts";
import { type Colleague, staffName } from "../shell/staff-name.ts";
import { wasLate, writtenTime } from "../shell/written-time.ts";
import { fileView } from "./file-view.ts";
import type { Evidence, Proof, WriteBackView } from "./read-evidence.ts";
import { evidenceTexts } from "./texts.ts";

export interface Looker {
  language: Language;
  format: Format;
  /** The reader's user id. */
  me: string;
  colleagues: Colleague[];
}

/** What proved the bill of one call, newest first: by what or by whom, and what was taken back and why. */
export function proofsView(
  looker: Looker,
  { proofs, messages }: Pick<Evidence, "proofs" | "messages">,
): Html {
  const { language, format, me, colleagues } = looker;
  const t = evidenceTexts[language];
  if (proofs.length === 0) return html`<p class="quiet">${t.noHistory}</p>`;
  return html`<ol class="proofs">${proofs.toReversed().map(proofRow)}</ol>`;

  function proofRow(proof: Proof): Html {
    const message = proof.messageId === null ? undefined : messages.get(proof.messageId);
    const by = proof.userId && t.by(staffName(language, me, proof.userId, colleagues));
    const said = message?.fileName ?? (proof.source === "message" ? message?.body : null);
    const word = wordFor(t.proofs, proof.level) ?? proof.level;
    return html`<li id="proof-${proof.id}"><span class="chip ${proof.undoneAt ? "faint" : "bill"}">${
      proof.undoneAt ? html`<s>${word}</s>` : word
    }</span> ${proof.countsAs !== proof.level && html`<span class="chip warn">${t.rejected}</span>`} ${by} ${message && proof.source === "message" && wasLate(message) ? writtenTime(looker, message) : format.time(proof.at)}
    ${said && html`<span class="proof">${cut(said)}</span>`} ${fileView(language, message?.id ?? 0, message?.file)}
    ${
      proof.undoneAt &&
      html`<p class="quiet">${t.undoneBy(staffName(language, me, proof.undoneBy ?? "", colleagues))} ${format.time(proof.undoneAt)}: ${proof.undoReason}</p>`
    }</li>`;
  }
}

/** What was written back of it to where the call came from; null when nothing was to be told. */
export function writeBackView(language: Language, tasks: WriteBackView[], isIn: boolean): Html | null {
  if (tasks.length === 0) return null;
  const title = vendors.find(({ writeBack }) => writeBack)?.title ?? "";
  const t = evidenceTexts[language].writeBack(title);
  return html`<h3>${t.title}</h3><ul class="told">${tasks.map(({ kind, state, errorCode, told }) => {
    const word = isIn || state === "failed" ? wordFor(t.states, state) : t.untold[state];
    const isFinal = errorCode === "no_contact" || errorCode === "refused";
    const help =
      state === "done" ? null : state === "failed" && !isFinal ? t.gaveUp : wordFor(t.errors, errorCode);
    const mood = { waiting: errorCode ? "warn" : "faint", done: "good", failed: "bad" }[state];
    return html`<li>${wordFor(t.kinds, kind) ?? kind} <span class="chip ${mood}">${word ?? state}</span>
    ${help && html`<span class="quiet">${help}</span>`}
    ${!isIn && state === "failed" && told !== null && told !== "no" && html`<span class="quiet">${t.undone}</span>`}</li>`;
  })}</ul>`;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 79).toWellFormed()}…` : line;
}
