import { html } from "hono/html";
import { proofsView, writeBackView } from "../evidence/proofs-view.ts";
import { readEvidence } from "../evidence/read-evidence.ts";
import { evidenceTexts } from "../evidence/texts.ts";
import type { Html } from "../shell/format.ts";
import type { ContactView } from "./contact-view.ts";

/** The bill of each call that something ever proved: what, by whom, and what was taken back. Null when nothing did. */
export async function billSection({
  client,
  data,
  colleagues,
  language,
  format,
}: ContactView): Promise<Html | null> {
  const evidence = await readEvidence(
    client,
    data.calls.map(({ id }) => id),
  );
  const calls = data.calls.filter(({ id }) => evidence.proofs.some(({ callId }) => callId === id));
  if (calls.length === 0) return null;
  const t = evidenceTexts[language];
  return html`<section id="bill" aria-labelledby="bill-title"><h2 id="bill-title">${t.title}</h2>
  <p class="quiet">${t.contactHelp}</p>
  <ul class="rows">${calls.map((call) => {
    const proofs = evidence.proofs.filter(({ callId }) => callId === call.id);
    const tasks = evidence.tasks.filter(({ callId }) => callId === call.id);
    const isIn = call.billEvidence === "confirmed";
    return html`<li class="row" id="bill-${call.id}"><div class="head"><span class="person">${
      t.levels[call.billEvidence ?? "none"]
    }</span> ${format.time(call.endedAt)}</div>
    ${proofsView({ language, format, me: data.me, colleagues }, { proofs, messages: evidence.messages })}
    ${writeBackView(language, tasks, isIn)}
    <p class="line"><a class="open" href="/monitor/calls/${call.id}#bill">${t.toCall}</a></p></li>`;
  })}</ul></section>`;
}
