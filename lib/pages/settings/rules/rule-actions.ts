import type { Context } from "hono";
import { html } from "hono/html";
import { Problem } from "../../../base/problem.ts";
import type { AnyRule } from "../../../settings/lead-rules-setting.ts";
import { readTemplates, type Template } from "../../../settings/read-templates.ts";
import type { Rule } from "../../../settings/rules-setting.ts";
import { saveSetting } from "../../../settings/save-setting.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leaveWithNotice } from "../../shell/notice.ts";
import { type Colleague, readColleagues } from "../../shell/staff-name.ts";
import { formErrors } from "../form-errors.ts";
import { readForm } from "../read-form.ts";
import type { Reader } from "../reader-of.ts";
import { draftPage } from "../try/draft.ts";
import { readRules, ruleSchemas, type SavedRules } from "./read-rules.ts";
import { ruleEditor } from "./rule-editor.ts";
import { callRules, familyOf, type RuleFamily } from "./rule-family.ts";
import { newRuleForm, ruleFromForm, ruleInputOf, ruleToForm } from "./rule-input.ts";
import { managerOf } from "./rules-actions.ts";
import { newRuleId, withRule } from "./with-rule.ts";

/** The form of a rule that there is (`?id=`), or of a new one. */
export async function showRule(c: Context<AppEnv>): Promise<Response> {
  const reader = await managerOf(c);
  const family = familyOf(c);
  const [saved, templates, colleagues] = await readAll(reader, family);
  const id = c.req.query("id");
  const rule = saved.value.rules.find((rule) => rule.id === id);
  if (id && !rule) throw new Problem("not_found", "There is no such rule.");
  const typed = rule ? ruleToForm(rule) : newRuleForm();
  return c.html(ruleEditor({ reader, family, saved, colleagues, templates, typed }));
}

/** Saves the rule that was typed, or tries it first (`do=try`), or opens it again as it was (`do=edit`). */
export async function saveRule(c: Context<AppEnv>): Promise<Response> {
  const reader = await managerOf(c);
  const typed = await readForm(c);
  const family = familyOf(c);
  const [saved, templates, colleagues] = await readAll(reader, family);
  const answer = async (status: 200 | 409 | 422, more: object) =>
    c.html(ruleEditor({ reader, family, saved, colleagues, templates, typed, ...more }), status);
  if (typed.get("do") === "edit") return answer(200, {});

  const id = typed.get("id") || newRuleId(typed.get("name") ?? "", saved.value.rules);
  const read = ruleSchemas[family.kind].safeParse(ruleFromForm(typed, id));
  const errors = formErrors(read.error?.issues ?? [], (path) => ruleInputOf(path, typed), reader.language);
  if (!read.success) return answer(422, { errors });
  const rule = read.data as AnyRule;
  if (rule.then.send && !templates.some(({ key }) => rule.then.send && key === rule.then.template)) {
    return answer(422, { errors: new Map([["template", reader.t.unknownTemplate]]) });
  }
  const value = { ...saved.value, rules: withRule(saved.value.rules, rule) };
  if (typed.get("do") === "try" && family === callRules) {
    return c.html(await draftPage(reader, { typed, rule: rule as Rule }));
  }
  try {
    await saveSetting(c.get("services"), reader.member, family.kind, value, Number(typed.get("version")));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "conflict") return answer(409, { conflict: true });
    if (error.code !== "bad_setting") throw error;
    return answer(422, { problem: html`<p>${reader.t.unknownTemplateInVersion}</p>` });
  }
  return leaveWithNotice(c, "saved", `${family.path}#rule-${id}`);
}

function readAll({ member }: Reader, family: RuleFamily): Promise<[SavedRules, Template[], Colleague[]]> {
  return Promise.all([readRules(member, family), readTemplates(member), readColleagues(member.client)]);
}
