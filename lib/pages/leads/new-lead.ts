import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import { html } from "hono/html";
import { callRpc } from "../../db/call-rpc.ts";
import { leadAnswer } from "../../model/lead-answer.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { leaveWithNotice } from "../shell/notice.ts";
import { type OpenedPage, openPage } from "../shell/open-page.ts";
import { texts } from "../shell/texts.ts";
import { leadsTexts } from "./texts.ts";

const path = "/monitor/leads/new";

/** Somebody whom a member of staff met: written down, and why we may write to them. */
export async function showNewLead(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, path);
  if (opened instanceof Response) return opened;
  return c.html(pageOf(opened, new URLSearchParams({ key: randomUUID() }), null));
}

export async function saveNewLead(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, path);
  if (opened instanceof Response) return opened;
  const form = new URLSearchParams(await c.req.text());
  const t = leadsTexts[opened.language].newLead;
  const field = (name: string) => form.get(name)?.trim() ?? "";
  const { defaultCountry } = c.get("services").config;
  const answers = (["full_name", "company", "phone_number", "email"] as const)
    .filter((name) => field(name) !== "")
    .map((name) => leadAnswer({ name, values: [field(name).slice(0, 200)] }, defaultCountry));
  const hasAddress = answers.some(({ phone, email }) => phone?.e164 || email);
  if (!hasAddress) return c.html(pageOf(opened, form, t.noAddress), 422);
  if (field("reason") === "") return c.html(pageOf(opened, form, t.noReason), 422);
  const { client, member } = opened;
  const lead = { externalId: field("key").slice(0, 100), answers };
  const id = (await callRpc(client, "add_lead", { workspace: member.workspace, lead })) as number | null;
  if (id === null) return c.html(pageOf(opened, form, t.noAddress), 422);
  const view = (await callRpc(client, "lead_view", { lead: id })) as unknown as { contact: number | null };
  if (view.contact !== null) {
    await callRpc(client, "give_reason", {
      contact: view.contact,
      purpose: "service",
      note: field("reason").slice(0, 500),
    });
  }
  return leaveWithNotice(c, "added", `/monitor/leads/${id}`);
}

function pageOf({ language, shell }: OpenedPage, form: URLSearchParams, wrong: string | null) {
  const t = leadsTexts[language].newLead;
  const input = (name: string, label: string, type = "text", hint?: string) =>
    html`<div class="field"><label for="${name}">${label}</label><input type="${type}" id="${name}" name="${name}" value="${form.get(name) ?? ""}" maxlength="200" autocomplete="off">${hint && html`<p class="quiet">${hint}</p>`}</div>`;
  return documentView({
    language,
    title: `${t.title} · ${texts[language].product}`,
    section: "leads",
    shell,
    layout: "page",
    style: ["settings.css", "leads.css"],
    main: html`<div class="lead"><p class="back"><a href="/monitor/leads">← ${leadsTexts[language].title}</a></p><h1 class="page-title">${t.title}</h1><p class="quiet">${t.intro}</p>
${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
<form method="post" action="${path}" class="sheet"><input type="hidden" name="key" value="${form.get("key") ?? ""}">
${input("full_name", t.name)}${input("company", t.company)}${input("phone_number", t.phone, "tel", t.phoneHelp)}${input("email", t.email, "email")}${input("reason", t.reason, "text", t.reasonHelp)}
<div class="actions"><button class="main">${t.save}</button></div></form></div>`,
    otherLanguage: (lang) => `${path}?lang=${lang}`,
  });
}
