import type { SupabaseClient } from "@supabase/supabase-js";
import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { callTable } from "../../db/call-table.ts";
import type { Format, Html } from "../shell/format.ts";
import { attentionCard } from "./attention-card.ts";
import type { AttentionView } from "./attention-item.ts";
import { attentionTexts } from "./texts.ts";

const mostShown = 50;

/** What waits to be looked at of one person, on their page and their calls'. `from` is where the button leads back to. */
export async function attentionSection(
  view: { client: SupabaseClient; language: Language; format: Format },
  contact: number | null,
  from: string,
): Promise<Html | null> {
  if (contact === null) return null;
  const items = await callTable<AttentionView[]>(
    view.client
      .from("attention")
      .select("id, kind, detail, at, contactId:contact_id, callId:call_id")
      .eq("contact_id", contact)
      .is("settled_at", null)
      .order("id", { ascending: false })
      .limit(mostShown),
  );
  if (items.length === 0) return null;
  const t = attentionTexts[view.language];
  return html`<section class="sheet" id="look" aria-labelledby="look-title"><h2 id="look-title">${t.title} (${items.length})</h2>
  <ul class="looks">${items.map((item) => attentionCard(view, item, `/monitor/attention/${item.id}/seen?from=${from}`, false))}</ul></section>`;
}
