import type { Context } from "hono";
import { html } from "hono/html";
import { hasRole } from "../../model/staff.ts";
import type { Services } from "../../services.ts";
import { readSetting } from "../../settings/read-setting.ts";
import { readTemplates } from "../../settings/read-templates.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { auditTexts } from "../audit/texts.ts";
import { diagnosticsPages, diagnosticsTitle } from "../home/diagnostics-head.ts";
import { meTexts } from "../me/texts.ts";
import { readRegistry } from "../registry/registry-actions.ts";
import { registryTexts } from "../registry/texts.ts";
import type { Html } from "../shell/format.ts";
import { type AlertSettings, readAlerts } from "./alerts/read-alerts.ts";
import { alertsTexts } from "./alerts/texts.ts";
import { readAnswers } from "./answers/read-answers.ts";
import { answersTexts } from "./answers/texts.ts";
import { readChannels } from "./channels/read-channels.ts";
import { channelTexts } from "./channels/texts.ts";
import { readCompany } from "./company/company-actions.ts";
import { companyTexts } from "./company/texts.ts";
import { consentForm } from "./consent-form.ts";
import { cooldownForm } from "./cooldown-form.ts";
import { formKeysTexts } from "./form-keys/texts.ts";
import { formsTexts } from "./forms/texts.ts";
import { hoursForm } from "./hours-form.ts";
import { leadsForm } from "./leads-form.ts";
import { machinesForm } from "./machines-form.ts";
import { mappingTexts } from "./mapping/texts.ts";
import { peopleTexts } from "./people/texts.ts";
import { programsTexts } from "./programs/texts.ts";
import { type Reader, readerOf } from "./reader-of.ts";
import { reasonsForm } from "./reasons-form.ts";
import { remindersForm } from "./reminders-form.ts";
import { retentionForm } from "./retention-form.ts";
import { settingsDocument } from "./settings-document.ts";

interface Entry {
  path: string;
  title: string;
  /** What holds now, in one line. */
  holds: string;
}

interface Group {
  title: string;
  entries: Entry[];
}

/** Every setting that the reader may see, with one line of what holds now. */
export async function showSettings(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const { t, language, member } = reader;
  const groups = await groupsOf(reader, c.get("services"));
  return c.html(
    settingsDocument({
      language,
      member,
      title: t.title,
      intro: t.intro,
      path: "/monitor/settings",
      back: null,
      main: html`${groups.map(groupView)}
${diagnosticsEntry(reader)}
<p><a href="/monitor/me">${meTexts[language].title}</a></p>
${hasRole(member.role, "manager") && html`<p><a href="/monitor/audit">${auditTexts[language].title}</a></p>`}`,
    }),
  );
}

async function groupsOf(
  { member, language, t }: Reader,
  { config, vendors }: Pick<Services, "config" | "vendors">,
): Promise<Group[]> {
  const hasWebhook = config.alertWebhookUrl !== null;
  const isManager = hasRole(member.role, "manager");
  const [
    rules,
    templates,
    hours,
    cooldown,
    consent,
    machines,
    reminders,
    retention,
    mapping,
    channels,
    answers,
    company,
    alerts,
    reasons,
    registry,
    leadRules,
    leads,
  ] = await Promise.all([
    readSetting(member, "rules"),
    readTemplates(member),
    readSetting(member, "hours"),
    readSetting(member, "cooldown"),
    readSetting(member, "consent"),
    readSetting(member, "machines"),
    readSetting(member, "reminders"),
    readSetting(member, "retention"),
    readSetting(member, "field_mapping"),
    readChannels(member),
    readAnswers(member),
    readCompany(member),
    isManager ? readAlerts(member) : null,
    readSetting(member, "reasons"),
    isManager ? readRegistry(member) : null,
    readSetting(member, "lead_rules"),
    readSetting(member, "leads"),
  ]);
  const on = rules.value.rules.filter(({ enabled }) => enabled).length;
  const entry = (page: keyof typeof t.pages, holds: string, path: string = page): Entry => ({
    path,
    title: t.pages[page].title,
    holds,
  });
  const told = (path: string, title: string, holds: string): Entry => ({ path, title, holds });
  const rulesOn = t.pages.rules.summary(on, rules.value.rules.length - on);
  const leadsOn = leadRules.value.rules.filter(({ enabled }) => enabled).length;
  const leadRulesOn = t.pages.lead_rules.summary(leadsOn, leadRules.value.rules.length - leadsOn);
  const mapped = Object.keys(mapping.value.fields).length;
  const inUse = channels.filter(({ state }) => state !== "retired").length;
  const { groups } = t;
  return [
    {
      title: groups.messages,
      entries: [
        entry("templates", t.pages.templates.summary(templates.length)),
        told("answers", answersTexts[language].title, answersTexts[language].summary(answers.length)),
        entry("rules", rulesOn),
        entry("lead_rules", leadRulesOn, "lead-rules"),
        told("forms", formsTexts[language].title, formsTexts[language].summary),
        entry("leads", leadsForm.summary(t, leads.value)),
      ],
    },
    {
      title: groups.hours,
      entries: [
        entry("hours", hoursForm.summary(t, hours.value)),
        entry("reminders", remindersForm.summary(t, reminders.value)),
        entry("cooldown", cooldownForm.summary(t, cooldown.value)),
      ],
    },
    {
      title: groups.answers,
      entries: [
        entry("reasons", reasonsForm.summary(t, reasons.value)),
        entry("consent", consentForm.summary(t, consent.value)),
        ...(registry
          ? [
              told(
                "registry",
                registryTexts[language].title,
                registryTexts[language].summary(registry.stale, registry.due),
              ),
            ]
          : []),
        entry("machines", machinesForm.summary(t, machines.value)),
      ],
    },
    {
      title: groups.company,
      entries: [
        ...(isManager ? [told("people", peopleTexts[language].title, peopleTexts[language].intro)] : []),
        told("company", companyTexts[language].title, `${company.name} · ${company.timeZone}`),
        told("channels", t.number, channelTexts[language].summary(inUse)),
        ...(alerts ? [told("alerts", alertsTexts[language].title, whereTo(alerts))] : []),
        // What customers' calls hold is for managers.
        ...(isManager ? [told("fields", "CloudTalk", mappingTexts[language].summary(mapped))] : []),
        ...(hasRole(member.role, "admin")
          ? [
              told("programs", programsTexts[language].title, programsTexts[language].summary),
              ...vendors.flatMap(({ title, formKeys }) =>
                formKeys
                  ? told(
                      `forms/${formKeys.slug}`,
                      formKeysTexts[language].title(title),
                      formKeysTexts[language].summary(title),
                    )
                  : [],
              ),
            ]
          : []),
        entry("retention", retentionForm.summary(t, retention.value)),
      ],
    },
  ];

  function whereTo({ webhook, email }: AlertSettings): string {
    return alertsTexts[language].summary(hasWebhook || webhook !== null, email !== null);
  }
}

function diagnosticsEntry({ language, member }: Reader): Html {
  const pages = diagnosticsPages(language, member.role);
  return html`<h2 class="group">${diagnosticsTitle(language)}</h2>
<ul class="entries">${pages.map(({ title, path }) => html`<li><a href="${path}"><strong>${title}</strong></a></li>`)}</ul>`;
}

function groupView({ title, entries }: Group): Html {
  return html`<h2 class="group">${title}</h2>
<ul class="entries">${entries.map(entryView)}</ul>`;
}

function entryView({ path, title, holds }: Entry): Html {
  return html`<li><a href="/monitor/settings/${path}"><strong>${title}</strong> <span class="quiet">${holds}</span></a></li>`;
}
