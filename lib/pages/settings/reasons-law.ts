import { html } from "hono/html";
import { callRpc } from "../../db/call-rpc.ts";
import type { Html } from "../shell/format.ts";
import type { Reader } from "./reader-of.ts";

/** What `reasons_effect` answers: follow-ups of the last 30 days. */
interface Effect {
  incoming: number;
  outgoing: number;
  /** Of the outgoing ones those with a request or a yes. */
  agreed: number;
}

/** What the law says, with its source, and what each choice would have meant lately. */
export async function lawView({ t: { reasons: t }, member }: Reader): Promise<Html> {
  const { client, workspace } = member;
  const effect = (await callRpc(client, "reasons_effect", { workspace })) as unknown as Effect;
  return html`<section class="sheet" aria-labelledby="law-title"><h2 id="law-title">${t.law}</h2>
${t.lawLines.map((line) => html`<p>${line}</p>`)}
<p><strong>${t.askLawyer}</strong></p></section>
<section class="sheet" aria-labelledby="effect-title"><h2 id="effect-title">${t.effect}</h2>
<p>${t.effectOutgoing(effect.outgoing, effect.agreed, effect.outgoing - effect.agreed)}</p>
<p>${t.effectIncoming(effect.incoming)}</p></section>`;
}
