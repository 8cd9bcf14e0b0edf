import { html } from "hono/html";
import { reasonForm } from "../contacts/reason-form.ts";
import { cloudtalkView, proofsView } from "../evidence/proofs-view.ts";
import { readEvidence } from "../evidence/read-evidence.ts";
import { evidenceTexts } from "../evidence/texts.ts";
import type { Html } from "../format.ts";
import { guardView } from "../guard-view.ts";
import type { CallPageView } from "./call-page-view.ts";

/** Whether the bill came, what says so, a person's own word on it, and what CloudTalk was told. */
export async function evidenceSection({ call, language, format, reader }: CallPageView): Promise<Html> {
  const { client, userId } = reader.member;
  const t = evidenceTexts[language];
  const evidence = await readEvidence(client, [call.id]);
  const level = call.billEvidence;
  // Of the strongest the first, as app.refresh_evidence has it.
  const standing = evidence.proofs
    .filter((proof) => proof.undoneAt === null && proof.level === level)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id)[0];
  const isIn = level === "attachment" || level === "confirmed";
  const action = `/monitor/calls/${call.id}/bill`;
  const mood = level === "confirmed" ? "good" : level === null ? "plain" : "bill";
  return html`<section class="sheet" id="bill" aria-labelledby="bill-title"><h2 id="bill-title">${t.title}</h2>
<p class="verdict"><span class="chip ${mood}">${t.levels[level ?? "none"]}</span>
${call.billReceivedAt && html`<span class="quiet">${t.since} ${format.time(call.billReceivedAt)}</span>`}</p>
<div class="tools">${
    level !== "confirmed" && guardView({ id: "bill-confirm", ...t.confirm, action, decision: "confirm" })
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
<h3>${t.history}</h3>${proofsView({ language, format, me: userId }, evidence)}
${cloudtalkView(language, evidence.tasks, isIn)}</section>`;
}
