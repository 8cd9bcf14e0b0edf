import { html } from "hono/html";
import { callTable } from "../../db/call-table.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { CallSection } from "../call-page/call-page-view.ts";
import { machineView } from "./machine-view.ts";
import { machineTexts } from "./texts.ts";

const mostShown = 10;

type Said = Pick<MessageView, "id" | "body" | "machine" | "machineUndoneAt"> & { at: string };

/** What machines answered since this call, on its page; null where nothing did. */
export const machinesSection: CallSection = async (view) => {
  const { call, language, format, reader } = view;
  if (call.contactId === null) return null;
  const said = await callTable<Said[]>(
    reader.member.client
      .from("whatsapp_messages")
      .select("id, body, machine:machine_reason, machineUndoneAt:machine_undone_at, at:written_at")
      .eq("contact_id", call.contactId)
      .not("machine_reason", "is", null)
      .gte("created_at", call.createdAt)
      .order("id", { ascending: false })
      .limit(mostShown),
  );
  if (said.length === 0) return null;
  const t = machineTexts[language];
  return html`<section class="sheet" id="machines" aria-labelledby="machines-title"><h2 id="machines-title">${t.title}</h2>
<p class="quiet">${t.help}</p>
<ul class="rows">${said.map(
    (one) => html`<li class="row in" id="machine-${one.id}"><div class="head">${format.time(one.at)}</div>
  ${one.body && html`<blockquote class="bubble">${one.body}</blockquote>`}
  ${machineView(view, one, `/monitor/messages/${one.id}/person?from=calls/${call.id}`)}</li>`,
  )}</ul></section>`;
};
