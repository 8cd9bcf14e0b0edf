import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { hasRole, type StaffRole } from "../../model/staff.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import type { FirstSteps } from "./first-steps.ts";
import { firstStartTexts } from "./texts.ts";

export interface FirstStartParts {
  language: Language;
  role: StaffRole;
  steps: FirstSteps;
  /** Of callAddresses. */
  addresses: [title: string, address: string][];
}

export const firstStartPath = "/monitor/start";

/** Four steps with ticks, in the place of an empty list. Who may not do one is told who may. */
export function firstStartView({ language, role, steps, addresses }: FirstStartParts): Html {
  const t = firstStartTexts[language];
  const isManager = hasRole(role, "manager");
  const isAdmin = hasRole(role, "admin");
  const done = [steps.channel, steps.call, steps.text, steps.invite].filter(Boolean).length;
  return html`<section class="first-start" aria-labelledby="first-start"><h2 id="first-start">${t.title}</h2>
<p class="quiet">${t.intro(done)}</p><ol>
${step("channel", steps.channel, isManager, steps.managers, link("/monitor/settings/channels", t.channelLink))}
${step("call", steps.call, isManager, steps.managers, html`${addresses.map(address)}`)}
${step("text", steps.text, isManager, steps.managers, html`${link("/monitor/settings/templates", t.textLink)}${keep("text", t.textKeep)}`)}
${step("invite", steps.invite, isAdmin, steps.admins, html`${link("/monitor/settings/people", t.inviteLink)}${keep("invite", t.inviteKeep)}`)}
</ol></section>`;

  function step(
    name: "channel" | "call" | "text" | "invite",
    isDone: boolean,
    mayDo: boolean,
    who: string[],
    how: Html,
  ): Html {
    return html`<li class="${isDone ? "done" : "todo"}"><span class="tick">${isDone && icon("check", 16)}</span>
<div><h3>${t[name]} <span class="unseen">(${isDone ? t.done : t.todo})</span></h3>
${!isDone && html`<p>${t[`${name}Help`]}</p>${mayDo ? html`<div class="actions">${how}</div>` : html`<p class="quiet">${t.mayDo(who, name === "invite" ? t.admin : t.manager)}</p>`}`}</div></li>`;
  }

  function link(href: string, word: string): Html {
    return html`<a class="button" href="${href}">${word}</a>`;
  }

  function keep(name: "text" | "invite", word: string): Html {
    return html`<form method="post" action="${firstStartPath}/${name}"><button class="quiet">${word}</button></form>`;
  }

  function address([title, url]: [string, string]): Html {
    return html`<code class="address" aria-label="${t.address(title)}">${url}</code>`;
  }
}
