import { html } from "hono/html";
import { callTable } from "../../../db/call-table.ts";
import { hasRole, type StaffMember } from "../../../model/staff.ts";
import { readSetting, type Saved } from "../../../settings/read-setting.ts";
import type { SettingKind } from "../../../settings/settings.ts";
import type { Html } from "../../shell/format.ts";
import { type Colleague, staffName } from "../../shell/staff-name.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import type { SavedRules } from "./read-rules.ts";
import { type RuleFamily, wordsOf } from "./rule-family.ts";
import { ruleSentence } from "./rule-sentence.ts";

const versionsShown = 50;

/** The newest versions of a setting, newest first, and last what held before anybody saved one. */
export async function readVersions<Kind extends SettingKind>(
  { client, workspace }: Pick<StaffMember, "client" | "workspace">,
  kind: Kind,
): Promise<Saved<Kind>[]> {
  const first = readSetting({ client, workspace }, kind, 0);
  const saved = await callTable<Saved<Kind>[]>(
    client
      .from("workspace_settings")
      .select("version, value, savedAt:saved_at, savedBy:saved_by")
      .eq("workspace_id", workspace)
      .eq("kind", kind)
      .order("version", { ascending: false })
      .limit(versionsShown),
  );
  return [...saved, await first];
}

export interface HistoryParts {
  reader: Reader;
  /** What holds now. */
  family: RuleFamily;
  saved: SavedRules;
  versions: SavedRules[];
  /** Whose names may be shown. */
  colleagues: Colleague[];
}

/** Who saved which rules when, with the way back to each. */
export function historyPage({ reader, family, saved, versions, colleagues }: HistoryParts): Html {
  const { t, language, member } = reader;
  const words = wordsOf(language, family);
  const mayEdit = hasRole(member.role, "manager");
  return settingsDocument({
    language,
    member,
    title: t.history,
    intro: t.historyHelp,
    path: `${family.path}/history`,
    back: { href: family.path, word: t.pages[family.kind].title },
    main: html`${saved.version === 0 && html`<p class="empty">${t.nobodyYet}</p>`}
<ol class="versions">${versions.map(versionRow)}</ol>`,
  });

  function versionRow({ version, value, savedAt, savedBy }: SavedRules): Html {
    return html`<li class="sheet"><h2>${version === 0 ? t.firstVersion : t.version(version)} ${version === saved.version && html`<span class="chip good">${t.inUse}</span>`}</h2>
  <p class="quiet">${savedAt && reader.format.time(savedAt)} ${savedBy && t.savedBy(staffName(language, member.userId, savedBy, colleagues))}</p>
  <ol class="sentences">${value.rules.map(
    (rule) =>
      html`<li><strong>${rule.name}</strong>${!rule.enabled && html` (${words.off})`}: ${ruleSentence(language, rule, family)}</li>`,
  )}</ol>
  ${
    mayEdit &&
    version !== saved.version &&
    html`<details class="guard"><summary>${t.restore}<span class="unseen">: ${version === 0 ? t.firstVersion : t.version(version)}</span></summary>
  <form method="post" action="${family.path}/history"><p>${t.restoreHelp}</p>
  <input type="hidden" name="version" value="${saved.version}">
  <button class="main" name="restore" value="${version}">${t.restoreConfirm}</button></form></details>`
  }</li>`;
  }
}
