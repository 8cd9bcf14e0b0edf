import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { readSetting } from "../../settings/read-setting.ts";
import { readTemplates, type Template } from "../../settings/read-templates.ts";
import { removeTemplate, saveTemplate } from "../../settings/save-template.ts";
import { templateSetting } from "../../settings/template-setting.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { readMe } from "../me/read-me.ts";
import { leaveWithNotice, takeNotice } from "../shell/notice.ts";
import { formErrors } from "./form-errors.ts";
import { readForm } from "./read-form.ts";
import { type Reader, readerOf } from "./reader-of.ts";
import { managerOf } from "./rules/rules-actions.ts";
import { previewView, readPreview } from "./templates/preview-view.ts";
import { sendToMe } from "./templates/send-to-me.ts";
import { templatesPath } from "./templates/templates-path.ts";
import { type TemplatePageParts, templatePage, templatesPage } from "./templates-page.ts";
import { readShelf } from "./whatsapp/read-shelf.ts";

/** Every text. */
export async function showTemplates(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const { t, member } = reader;
  const [templates, users, shelf] = await Promise.all([
    readTemplates(member),
    usersOf(reader),
    readShelf(member),
  ]);
  const notices: Record<string, string> = { saved: t.saved, removed: t.templates.removed };
  return c.html(templatesPage({ reader, templates, users, shelf, notice: notices[takeNotice(c) ?? ""] }));
}

/** One text (`?key=`), or a new one. */
export async function showTemplate(c: Context<AppEnv>): Promise<Response> {
  const reader = await managerOf(c);
  const template = await templateOf(c, reader);
  const { key = "", language = "it", body = "", title } = template ?? {};
  const typed = new URLSearchParams({ key, language, body, title: title ?? "" });
  return c.html(templatePage(await partsOf(reader, template, typed)));
}

/** Saves what was typed over the version that was seen, or removes the text (`do=remove`). */
export async function saveTemplateForm(c: Context<AppEnv>): Promise<Response> {
  const reader = await managerOf(c);
  const { t } = reader;
  const services = c.get("services");
  const typed = await readForm(c);
  const template = (await readTemplates(reader.member)).find(({ key }) => key === c.req.query("key")) ?? null;
  if (typed.get("do") === "remove" && template) {
    // The button stands alone: when it is refused, the text is shown as it is.
    typed.set("language", template.language);
    typed.set("body", template.body);
  }
  const answer = async (status: 200 | 409 | 422, more: Partial<TemplatePageParts> = {}) =>
    c.html(templatePage({ ...(await partsOf(reader, template, typed)), ...more }), status);
  if (typed.get("do") === "preview") return answer(200);
  if (typed.get("do") === "send") return sendMe();
  const version = Number(typed.get("version"));
  const value = {
    key: typed.get("key")?.trim() ?? "",
    language: typed.get("language")?.trim() ?? "",
    title: typed.get("title")?.trim() ?? "",
    body: typed.get("body")?.trimEnd() ?? "",
  };
  try {
    if (typed.get("do") === "remove") {
      await removeTemplate(services, reader.member, value.key, version);
      return leaveWithNotice(c, "removed", templatesPath);
    }
    const issues = templateSetting.safeParse(value).error?.issues ?? [];
    const errors = formErrors(issues, (path) => String(path[0]), reader.language);
    if (errors.has("key")) errors.set("key", t.templates.badKey);
    if (errors.has("language")) errors.set("language", t.templates.badLanguage);
    if (errors.size > 0) return answer(422, { errors });
    await saveTemplate(services, reader.member, value, version);
    return leaveWithNotice(c, "saved", templatesPath);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "conflict" && version === 0) {
      return answer(409, { errors: new Map([["key", t.templates.taken]]) });
    }
    if (error.code === "conflict") {
      return answer(409, { problem: `${t.conflict} ${t.conflictHelp} «${template?.body ?? ""}»` });
    }
    if (error.code === "bad_setting") return answer(422, { problem: t.templates.inUse });
    throw error;
  }

  async function sendMe(): Promise<Response> {
    const preview = await readPreview(reader.member, typed.get("body") ?? "", true);
    if (preview === null) return answer(422, { problem: t.templates.previewWrong });
    const phone = typed.get("phone") ?? "";
    const key = `me-${typed.get("attempt") ?? crypto.randomUUID()}`.slice(0, 100);
    const sent = await sendToMe(c, reader.member, { body: preview.text, phone, key });
    if (sent.kind === "sent") return answer(200, { notice: t.templates.sentToMe });
    if (sent.kind === "refused") return answer(409, { problem: `${t.templates.notSent} ${sent.reason}` });
    return answer(422, { phone, errors: new Map([["phone", t.templates.wrongPhone]]) });
  }
}

/** How a customer would get what is being typed: the part of the page that changes. */
export async function previewTemplate(c: Context<AppEnv>): Promise<Response> {
  const { member, t } = await managerOf(c);
  const body = (await readForm(c)).get("body") ?? "";
  return c.html(previewView(t, await readPreview(member, body)));
}

async function partsOf(
  reader: Reader,
  template: Template | null,
  typed: URLSearchParams,
): Promise<TemplatePageParts> {
  const [preview, me] = await Promise.all([
    readPreview(reader.member, typed.get("body") || " "),
    readMe(reader.member),
  ]);
  return { reader, template, typed, preview, phone: typed.get("phone") ?? me.phone ?? "" };
}

/** Who sends which text, in words. */
async function usersOf({ member, t }: Reader): Promise<Map<string, string[]>> {
  const [rules, reminders] = await Promise.all([
    readSetting(member, "rules"),
    readSetting(member, "reminders"),
  ]);
  const users = new Map<string, string[]>();
  const add = (key: string, name: string) => users.set(key, [...(users.get(key) ?? []), name]);
  for (const { name, then } of rules.value.rules) if (then.send) add(then.template, name);
  for (const { template } of reminders.value.steps) add(template, t.pages.reminders.title);
  return users;
}

async function templateOf(c: Context, { member }: Reader) {
  const key = c.req.query("key");
  if (!key) return null;
  const template = (await readTemplates(member)).find((template) => template.key === key);
  if (!template) throw new Problem("not_found", "There is no text with this key.");
  return template;
}
