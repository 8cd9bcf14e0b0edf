import type { Context } from "hono";
import { html } from "hono/html";
import { getCountries } from "libphonenumber-js/max";
import { callRpc } from "../../../db/call-rpc.ts";
import { callTable } from "../../../db/call-table.ts";
import { hasRole, type StaffMember } from "../../../model/staff.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import type { Html } from "../../shell/format.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { selectField, textField } from "../fields.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { companyTexts } from "./texts.ts";

const path = "/monitor/settings/company";

interface Company {
  name: string;
  timeZone: string;
  country: string;
}

export async function readCompany({ client, workspace }: StaffMember): Promise<Company> {
  const query = client
    .from("workspaces")
    .select("name, timeZone:time_zone, country:default_country")
    .eq("id", workspace);
  return (await callTable<Company[]>(query))[0]!;
}

export async function showCompany(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const form = new URLSearchParams({ ...(await readCompany(reader.member)) });
  const notice = takeNotice(c) === "saved" ? companyTexts[reader.language].saved : null;
  return c.html(companyPage(reader, { form, errors: new Map(), notice }));
}

export async function saveCompany(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const form = await readForm(c);
  const name = form.get("name")?.trim() ?? "";
  const errors = new Map<string, string>();
  if (name === "" || name.length > 80) errors.set("name", companyTexts[reader.language].badName);
  const country = getCountries().find((code) => code === form.get("country"));
  const zone = timeZones().find((one) => one === form.get("timeZone"));
  if (errors.size > 0 || !country || !zone) return c.html(companyPage(reader, { form, errors }), 422);
  const { client, workspace } = reader.member;
  await callRpc(client, "edit_workspace", { workspace, name, time_zone: zone, default_country: country });
  return leaveWithNotice(c, "saved", path);
}

function companyPage(
  reader: Reader,
  view: { form: URLSearchParams; errors: ReadonlyMap<string, string>; notice?: string | null },
): Html {
  const { t, language, member } = reader;
  const words = companyTexts[language];
  const mayEdit = hasRole(member.role, "manager");
  const country = new Intl.DisplayNames([language], { type: "region" });
  const countries = getCountries()
    .map((code): [string, string] => [code, country.of(code) ?? code])
    .toSorted(([, one], [, other]) => one.localeCompare(other, language));
  return settingsDocument({
    language,
    member,
    title: words.title,
    intro: words.intro,
    path,
    back: { href: "/monitor/settings", word: t.back },
    notice: view.notice ?? null,
    problem: view.errors.size > 0 ? t.wrong(view.errors.size) : null,
    main: html`<form method="post" action="${path}" class="sheet"><fieldset class="whole" ${!mayEdit && html`disabled`}>
${textField(view, { name: "name", label: words.name, maxLength: 80 })}
${selectField(view, { name: "timeZone", label: words.timeZone, hint: words.timeZoneHelp, choices: timeZones().map((zone) => [zone, zone.replaceAll("_", " ")]) })}
${selectField(view, { name: "country", label: words.country, choices: countries })}
${mayEdit && html`<div class="actions"><button class="main">${t.save}</button></div>`}</fieldset></form>`,
  });
}

/** The IANA's, as this runtime knows them; UTC is not among those that it lists. */
function timeZones(): string[] {
  return [...Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/")), "UTC"];
}
