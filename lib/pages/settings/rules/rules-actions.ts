import type { Context } from "hono";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { hasRole, type StaffMember } from "../../../model/staff.ts";
import type { AnyRule } from "../../../settings/lead-rules-setting.ts";
import { saveSetting } from "../../../settings/save-setting.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readColleagues } from "../../shell/staff-name.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { historyPage, readVersions } from "./history-page.ts";
import { readRules, type SavedRules } from "./read-rules.ts";
import { callRules, familyOf, type RuleFamily, wordsOf } from "./rule-family.ts";
import { type RulesPageParts, rulesPage } from "./rules-page.ts";

/** The list of rules. */
export async function showRules(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const family = familyOf(c);
  const notice = wordFor(wordsOf(reader.language, family).notices, takeNotice(c));
  return c.html(rulesPage({ ...(await partsOf(reader, family)), notice }));
}

/** Move up or down, switch on or off, delete: of one rule, in the version that the person saw. */
export async function changeRules(c: Context<AppEnv>): Promise<Response> {
  const reader = await managerOf(c);
  const form = await readForm(c);
  const family = familyOf(c);
  const saved = await readRules(reader.member, family);
  const { rules } = saved.value;
  const lines = family === callRules ? fixedLines[form.get("do") ?? ""] : undefined;
  if (lines) {
    if (String(saved.version) !== form.get("version")) return refuse(c, reader, null);
    const value = { ...saved.value, tryFixedLines: lines.try };
    return save(c, reader, value, saved.version, lines.notice, family.path);
  }
  const index = rules.findIndex(({ id }) => id === form.get("id"));
  const change = changes[form.get("do") ?? ""];
  if (!change) throw new Problem("bad_request", `The change is one of: ${Object.keys(changes).join(", ")}.`);
  const isStale = String(saved.version) !== form.get("version");
  if (isStale || index < 0) return refuse(c, reader, isStale ? null : "gone");
  const changed = { ...saved.value, rules: change.apply(rules, index) };
  return save(c, reader, changed, saved.version, change.notice, `${family.path}#rule-${form.get("id")}`);
}

/** Every version that was saved, newest first. */
export async function showHistory(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const [parts, versions] = await Promise.all([
    partsOf(reader, familyOf(c)),
    readVersions(reader.member, familyOf(c).kind) as Promise<SavedRules[]>,
  ]);
  return c.html(historyPage({ ...parts, versions }));
}

/** Saves an old version as the newest. */
export async function restoreRules(c: Context<AppEnv>): Promise<Response> {
  const reader = await managerOf(c);
  const form = await readForm(c);
  const family = familyOf(c);
  const versions = (await readVersions(reader.member, family.kind)) as SavedRules[];
  const old = versions.find(({ version }) => String(version) === form.get("restore"));
  if (!old) throw new Problem("not_found", "There is no such version.");
  return save(c, reader, old.value, Number(form.get("version")), "restored", family.path);
}

/** Whether the rules judge fixed lines too. */
const fixedLines: Record<string, { notice: string; try: boolean }> = {
  fixed_on: { notice: "fixedOn", try: true },
  fixed_off: { notice: "fixedOff", try: false },
};

const changes: Record<string, { notice: string; apply(rules: AnyRule[], index: number): AnyRule[] }> = {
  up: { notice: "moved", apply: (rules, index) => swapped(rules, index, index - 1) },
  down: { notice: "moved", apply: (rules, index) => swapped(rules, index, index + 1) },
  on: { notice: "on", apply: (rules, index) => rules.with(index, { ...rules[index]!, enabled: true }) },
  off: { notice: "off", apply: (rules, index) => rules.with(index, { ...rules[index]!, enabled: false }) },
  remove: { notice: "removed", apply: (rules, index) => rules.toSpliced(index, 1) },
};

function swapped(rules: AnyRule[], a: number, b: number): AnyRule[] {
  const [first, second] = [rules[a], rules[b]];
  return first && second ? rules.with(a, second).with(b, first) : rules;
}

async function save(
  c: Context<AppEnv>,
  reader: Reader,
  value: SavedRules["value"],
  version: number,
  notice: string,
  path: string,
): Promise<Response> {
  try {
    await saveSetting(c.get("services"), reader.member, familyOf(c).kind, value, version);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "conflict") return refuse(c, reader, null);
    if (error.code === "bad_setting") return refuse(c, reader, "template", 422);
    throw error;
  }
  return leaveWithNotice(c, notice, path);
}

/** The list as it is now, with why nothing was changed. */
async function refuse(
  c: Context<AppEnv>,
  reader: Reader,
  why: "gone" | "template" | null,
  status: 409 | 422 = 409,
): Promise<Response> {
  const { t, language } = reader;
  const problem =
    why === "gone"
      ? wordsOf(language, familyOf(c)).notices.gone
      : why === "template"
        ? t.unknownTemplateInVersion
        : t.conflictList;
  return c.html(rulesPage({ ...(await partsOf(reader, familyOf(c))), problem }), status);
}

/** The rules that hold, and who may be named. */
async function partsOf(
  reader: Reader,
  family: RuleFamily,
): Promise<Pick<RulesPageParts, "reader" | "family" | "saved" | "colleagues">> {
  const { member } = reader;
  const [saved, colleagues] = await Promise.all([readRules(member, family), readColleagues(member.client)]);
  return { reader, family, saved, colleagues };
}

export async function managerOf(c: Context<AppEnv>): Promise<Reader> {
  const reader = await readerOf(c);
  requireManager(reader.member);
  return reader;
}

function requireManager({ role }: StaffMember): void {
  if (hasRole(role, "manager")) return;
  throw new Problem("forbidden", 'This needs the role "manager" or higher. Ask an admin.');
}
