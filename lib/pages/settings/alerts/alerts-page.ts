import { html } from "hono/html";
import { alertKinds } from "../../../model/codes.ts";
import { hasRole } from "../../../model/staff.ts";
import type { Tried } from "../../../work/alerts/try-receivers.ts";
import type { Html } from "../../shell/format.ts";
import { guardView } from "../../shell/guard-view.ts";
import { areaField, choiceField, textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import type { AlertSettings } from "./read-alerts.ts";
import { secretField } from "./secret-field.ts";
import { alertsTexts } from "./texts.ts";
import { triedView } from "./tried-view.ts";

export const alertsPath = "/monitor/settings/alerts";

export interface AlertsPageParts {
  reader: Reader;
  settings: AlertSettings;
  /** Whether the environment names an address, and keys to seal with. */
  environment: { hasWebhook: boolean; hasKeys: boolean };
  notice?: string | null;
  problem?: string | null;
  tried?: Tried[];
  /** What was typed and cannot be saved, in which form. */
  typed?: { of: "webhook" | "email"; form: URLSearchParams; errors: ReadonlyMap<string, string> };
}

/** Where alerts go, for managers; admins change it. */
export function alertsPage(parts: AlertsPageParts): Html {
  const { reader, settings, environment, typed } = parts;
  const { t, language, member, format } = reader;
  const words = alertsTexts[language];
  const mayChange = hasRole(member.role, "admin");
  const hasReceiver = environment.hasWebhook || settings.webhook !== null || settings.email !== null;
  return settingsDocument({
    language,
    member,
    title: words.title,
    intro: words.intro,
    path: alertsPath,
    back: { href: "/monitor/settings", word: t.back },
    notice: parts.notice ?? null,
    problem: parts.problem ?? (typed ? t.wrong(typed.errors.size) : null),
    least: "admin",
    main: html`${parts.tried && triedView(words, parts.tried)}
${mayChange && !environment.hasKeys && html`<p class="note">${words.noKeys}</p>`}
<section class="sheet" id="webhook"><h2>${words.webhook}</h2>${webhook()}</section>
<section class="sheet" id="email"><h2>${words.email}</h2>${email()}</section>
<form method="post" action="${alertsPath}/kinds" class="sheet"><fieldset class="whole" ${!mayChange && html`disabled`}>
${choiceField(kindsView(), { name: "kinds", label: words.kinds, hint: words.kindsHelp, type: "checkbox", choices: alertKinds.map((kind) => [kind, words.kind[kind]]) })}
${mayChange && html`<div class="actions"><button class="main">${words.save}</button></div>`}</fieldset></form>
${mayChange && hasReceiver && testForm()}`,
  });

  function webhook(): Html {
    const own = settings.webhook;
    const place = own
      ? html`${own.shown.host}/…/${own.shown.end}`
      : environment.hasWebhook
        ? words.environment
        : words.nowhere;
    return html`<dl class="facts"><div><dt>${words.goesTo}</dt><dd>${place}</dd></div>${own && since(own.setAt)}</dl>
${mayChange && environment.hasKeys && change("webhook", own !== null, webhookForm())}`;
  }

  function webhookForm(): Html {
    const { errors } = viewOf("webhook", {});
    return html`<form method="post" action="${alertsPath}/webhook"><p class="quiet">${words.webhookHelp}</p>
${secretField({ name: "url", label: words.url, error: errors.get("url") })}
<div class="actions"><button class="main">${words.save}</button></div></form>`;
  }

  function email(): Html {
    const own = settings.email?.shown;
    return html`${
      own
        ? html`<dl class="facts"><div><dt>${words.facts.service}</dt><dd>${own.url}, ${words.ending(own.end)}</dd></div>
<div><dt>${words.facts.from}</dt><dd>${own.from}</dd></div>
<div><dt>${words.facts.to}</dt><dd>${own.to.join(", ")}</dd></div>${since(settings.email!.setAt)}</dl>`
        : html`<p class="quiet">${words.emailHelp}</p>`
    }
${mayChange && environment.hasKeys && change("email", settings.email !== null, emailForm())}`;
  }

  function emailForm(): Html {
    const own = settings.email?.shown;
    const view = viewOf("email", {
      apiUrl: own?.url ?? "https://api.resend.com/emails",
      from: own?.from ?? "",
      to: own?.to.join("\n") ?? "",
    });
    return html`<form method="post" action="${alertsPath}/email">
${textField(view, { name: "apiUrl", label: words.apiUrl, maxLength: 500, kind: "url" })}
${secretField({ name: "key", label: words.key, hint: own ? words.keyKept(own.end) : words.keyHelp, error: view.errors.get("key") })}
${textField(view, { name: "from", label: words.from, hint: words.fromHelp, maxLength: 320 })}
${areaField(view, { name: "to", label: words.to, hint: words.toHelp, rows: 3 })}
<div class="actions"><button class="main">${words.save}</button></div></form>`;
  }

  /** Folded away; what was just refused stands open. */
  function change(of: "webhook" | "email", isSet: boolean, form: Html): Html {
    const title = words[of];
    const remove = guardView({
      id: `remove-${of}`,
      ask: words.remove,
      who: title,
      help: of === "email" ? words.removeMail : words.removeHelp,
      confirm: words.removeConfirm,
      action: `${alertsPath}/remove`,
      decision: of,
    });
    return html`<details class="more" ${typed?.of === of && html`open`}><summary>${isSet ? t.change : words.setUp}<span class="unseen">: ${title}</span></summary>${form}</details>
${isSet && html`<div class="rule-tools">${remove}</div>`}`;
  }

  function viewOf(of: "webhook" | "email", held: Record<string, string>) {
    return typed?.of === of ? typed : { form: new URLSearchParams(held), errors: new Map<string, string>() };
  }

  function kindsView() {
    const form = new URLSearchParams();
    for (const kind of alertKinds) if (!settings.muted.includes(kind)) form.append("kinds", kind);
    return { form, errors: new Map<string, string>() };
  }

  function since(at: string): Html {
    return html`<div><dt>${words.setAt}</dt><dd>${format.time(at)}</dd></div>`;
  }

  function testForm(): Html {
    return html`<form method="post" action="${alertsPath}/test" class="sheet"><p class="quiet">${words.testHelp}</p>
<div class="actions"><button>${words.test}</button></div></form>`;
  }
}
