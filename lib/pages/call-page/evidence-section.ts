import { html } from "hono/html";
import { reasonForm } from "../contacts/reason-form.ts";
import { fileChoice } from "../evidence/file-choice.ts";
import { proofsView, writeBackView } from "../evidence/proofs-view.ts";
import { readEvidence } from "../evidence/read-evidence.ts";
import { readFiles } from "../evidence/read-files.ts";
import { evidenceTexts } from "../evidence/texts.ts";
import type { Html } from "../shell/format.ts";
import { guardView } from "../shell/guard-view.ts";
import type { CallPageView } from "./call-page-view.ts";

/** Whether the bill came, what says so, a person's own word on it, and what was written back. */
export async function evidenceSection(view: CallPageView): Promise<Html> {
  const { call, colleagues, language, format, reader } = view;
  const { client, userId } = reader.member;
  const t = evidenceTexts[language];
  const level = call.billEvidence;
  const counting = level === "attachment" ? call.billMessageId : null;
  const [evidence, files] = await Promise.all([
    readEvidence(client, [call.id]),
    level === "confirmed" || call.contactId === null ? [] : readFiles(client, call.contactId, counting),
  ]);
  // Of the strongest the first, as app.refresh_evidence has it.
  const standing = evidence.proofs
    .filter((proof) => proof.undoneAt === null && proof.countsAs === level)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id)[0];
  const isIn = level === "confirmed";
  const action = `/monitor/calls/${call.id}/bill`;
  const mood = level === "confirmed" ? "good" : level === null ? "plain" : "bill";
  return html`<section class="sheet" id="bill" aria-labelledby="bill-title"><h2 id="bill-title">${t.title}</h2>
<p class="verdict"><span class="chip ${mood}">${t.levels[level ?? "none"]}</span>
${call.billReceivedAt && html`<span class="quiet">${t.since} ${format.time(call.billReceivedAt)}</span>`}</p>
<div class="tools">${
    level !== "confirmed" &&
    guardView({
      id: "bill-confirm",
      ...t.confirm,
      action,
      decision: "confirm",
      fields: fileChoice({ language, format }, files, counting),
    })
  } ${
    level &&
    reasonForm({
      id: "bill-undo",
      ask: t.undo.ask,
      help: t.undo.help[level]!,
      confirm: t.undo.confirm,
      reason: t.undo.reason,
      isRequired: true,
      action,
      hidden: { decision: "undo", proof: standing?.id ?? "" },
    })
  }</div>
<h3>${t.history}</h3>${proofsView({ language, format, me: userId, colleagues }, evidence)}
${writeBackView(language, evidence.tasks, isIn)}</section>`;
}
