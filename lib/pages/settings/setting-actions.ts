import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { hasRole } from "../../model/staff.ts";
import { readSetting } from "../../settings/read-setting.ts";
import { readTemplates } from "../../settings/read-templates.ts";
import { saveSetting } from "../../settings/save-setting.ts";
import { settings } from "../../settings/settings.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { leaveWithNotice, takeNotice } from "../shell/notice.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { formErrors } from "./form-errors.ts";
import { readForm } from "./read-form.ts";
import { type Reader, readerOf } from "./reader-of.ts";
import type { SettingForm } from "./setting-form.ts";
import { type FormKind, isFormKind, settingForms } from "./setting-forms.ts";
import { type SettingPageParts, settingPage } from "./setting-page.ts";

/** Hours, cooldown, consent, machines, reminders, retention, reasons: one form each. */
export async function showSetting(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const notice = takeNotice(c) === "saved" ? reader.t.saved : null;
  return c.html(settingPage({ ...(await partsOf(reader, formOf(c))), notice }));
}

/** Saves what was typed; what cannot be saved comes back as it was typed, with what is wrong beside it. */
export async function saveSettingForm(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const form = formOf(c);
  if (!hasRole(reader.member.role, form.least)) {
    throw new Problem("forbidden", `This needs the role "${form.least}" or higher. Ask an admin.`);
  }
  const typed = await readForm(c);
  const answer = async (status: 409 | 422, more: Partial<SettingPageParts<FormKind>>) =>
    c.html(settingPage({ ...(await partsOf(reader, form)), typed, ...more }), status);

  const value = form.fromForm(typed);
  const read = settings[form.kind].safeParse(value);
  const inputOf = (path: PropertyKey[]) => form.inputOf(path, typed);
  const errors = formErrors(
    read.error?.issues ?? [],
    inputOf,
    reader.language,
    form.misread?.(typed, reader.t),
  );
  if (errors.size > 0) return answer(422, { errors });
  try {
    await saveSetting(c.get("services"), reader.member, form.kind, value, Number(typed.get("version")));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "conflict") return answer(409, { conflict: true });
    if (error.code !== "bad_setting") throw error;
    // The schema took it: what is left is a text that somebody removed meanwhile.
    const input = inputOf(pathOf(error.field ?? ""));
    return answer(422, { errors: new Map([[input, reader.t.unknownTemplate]]) });
  }
  return leaveWithNotice(c, "saved", `/monitor/settings/${form.kind}`);
}

/** `steps[0].template` as its parts. */
export function pathOf(field: string): PropertyKey[] {
  return [...field.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([word, index]) => (index ? Number(index) : word));
}

async function partsOf(reader: Reader, form: SettingForm<FormKind>): Promise<SettingPageParts<FormKind>> {
  const [saved, templates, colleagues, before] = await Promise.all([
    readSetting(reader.member, form.kind),
    form.kind === "reminders" ? readTemplates(reader.member) : [],
    readColleagues(reader.member.client),
    form.before?.(reader),
  ]);
  return { reader, form, saved, templates, colleagues, ...(before && { before }) };
}

function formOf(c: Context): SettingForm<FormKind> {
  const kind = c.req.param("kind") ?? "";
  if (!isFormKind(kind)) throw new Problem("not_found", "There is no setting of this kind.");
  // Each form fits its own kind of value, which is all that is ever handed to it.
  return settingForms[kind] as unknown as SettingForm<FormKind>;
}
