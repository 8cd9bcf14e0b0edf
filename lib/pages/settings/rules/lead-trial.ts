import type { Context } from "hono";
import { html } from "hono/html";
import { callRpc } from "../../../db/call-rpc.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { type Decided, decisionWords } from "../../decision/decision-words.ts";
import { stepsView } from "../../decision/steps-view.ts";
import { settingsDocument } from "../settings-document.ts";
import { leadTexts } from "./lead-texts.ts";
import { leadRules } from "./rule-family.ts";
import { managerOf } from "./rules-actions.ts";

interface Tried {
  lead: number;
  name: string | null;
  source: keyof (typeof leadTexts)["it"]["names"];
  form: string | null;
  at: string;
  decision: Decided & Parameters<typeof stepsView>[1] & { send: boolean };
}

/** What the rules of now say of the latest leads. */
export async function showLeadTrial(c: Context<AppEnv>): Promise<Response> {
  const { t, language, member, format } = await managerOf(c);
  const words = leadTexts[language];
  const tried = (await callRpc(member.client, "try_lead_rules", { workspace: member.workspace })) as Tried[];
  return c.html(
    settingsDocument({
      language,
      member,
      title: words.try.title,
      intro: words.try.intro,
      path: `${leadRules.path}/try`,
      back: { href: leadRules.path, word: t.pages.lead_rules.title },
      main: html`${tried.length === 0 && html`<p class="empty">${words.try.none}</p>`}
<ol class="rules">${tried.map(
        ({ lead, name, source, form, at, decision }) => html`<li>
<h2><a href="/monitor/leads/${lead}">${name ?? `#${lead}`}</a> <span class="chip ${decision.send ? "good" : "plain"}">${decision.send ? words.try.sends : words.try.not}</span></h2>
<p class="quiet">${form ?? words.names[source] ?? source} · ${format.time(at)}</p>
<p>${decisionWords(language, decision)}</p>${stepsView(language, decision)}</li>`,
      )}</ol>`,
    }),
  );
}
