import type { Context } from "hono";
import { type Trial, tryCall, tryPayload } from "../../../asks/try-rules.ts";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { readSetting } from "../../../settings/read-setting.ts";
import { type Rule, type RulesSetting, rule as ruleSchema } from "../../../settings/rules-setting.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { eventTexts } from "../../events/event-texts.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { ruleFromForm } from "../rules/rule-input.ts";
import { newRuleId, withRule } from "../rules/with-rule.ts";
import { readRecentCalls } from "./recent-calls.ts";
import { tryTexts } from "./texts.ts";
import { type TryPageParts, tryPage } from "./try-page.ts";

/** The empty page, or with `?call=` what would come of that call. */
export async function showTrial(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const call = c.req.query("call");
  return answer(c, reader, new URLSearchParams(call ? { call } : {}));
}

/** What would come of the pasted body, or of the call that was picked, by the saved rules or by a draft of one. */
export async function runTrial(c: Context<AppEnv>): Promise<Response> {
  return answer(c, await readerOf(c), await readForm(c));
}

async function answer(c: Context<AppEnv>, reader: Reader, typed: URLSearchParams): Promise<Response> {
  const draft = await draftOf(reader, typed.get("draft"));
  const [result, calls] = await Promise.all([
    resultOf(c, reader, typed, draft?.rules ?? null),
    readRecentCalls(reader.member),
  ]);
  const isWrong = result.errors.size > 0;
  return c.html(tryPage({ reader, calls, typed, draft, ...result }), isWrong ? 422 : 200);
}

async function resultOf(
  c: Context<AppEnv>,
  { member, language }: Reader,
  typed: URLSearchParams,
  rules: RulesSetting | null,
): Promise<Pick<TryPageParts, "trial" | "callId" | "errors">> {
  const nothing = { trial: null, callId: null, errors: new Map<string, string>() };
  const failed = (error: string) => ({ ...nothing, errors: new Map([["payload", error]]) });
  const words = tryTexts[language];
  const call = typed.get("call");
  const text = typed.get("payload")?.trim() ?? "";
  const { config, fieldMapping } = c.get("services");
  const { defaultCountry } = config;
  try {
    if (call !== null) {
      if (!/^[1-9]\d{0,14}$/.test(call)) return failed(words.noSuchCall);
      return { ...nothing, trial: await tryCall(member, Number(call), rules), callId: Number(call) };
    }
    if (text === "") return typed.has("do") ? failed(words.nothingGiven) : nothing;
    const { fields: mapping } = await fieldMapping.read();
    const trial: Trial = await tryPayload(
      member,
      { text, contentType: null, defaultCountry, mapping },
      rules,
    );
    return { ...nothing, trial };
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 401 || error.status >= 500) throw error;
    if (error.code === "not_found") return failed(words.noSuchCall);
    const why = wordFor(eventTexts[language].rejections, error.reason);
    return failed([words.unreadable, why].filter(Boolean).join(" "));
  }
}

/** A rule that was typed and is carried along, among the saved ones; null when there is none. */
async function draftOf(
  { member }: Reader,
  text: string | null,
): Promise<{ rule: Rule; typed: URLSearchParams; rules: RulesSetting } | null> {
  if (!text) return null;
  const typed = new URLSearchParams(text);
  const { rules } = (await readSetting(member, "rules")).value;
  const id = typed.get("id") || newRuleId(typed.get("name") ?? "", rules);
  const read = ruleSchema.safeParse(ruleFromForm(typed, id));
  if (!read.success) throw new Problem("bad_request", "This draft cannot be read. Open the rule again.");
  const rule = read.data as Rule;
  return { rule, typed, rules: { rules: withRule(rules, rule) } };
}
