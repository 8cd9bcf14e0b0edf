import { html } from "hono/html";
import { hasRole } from "../../../model/staff.ts";
import type { AnyRule } from "../../../settings/lead-rules-setting.ts";
import type { Html } from "../../shell/format.ts";
import { type Colleague, colleagueName } from "../../shell/staff-name.ts";
import { lastSaved } from "../last-saved.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { coveringRule } from "./covering-rule.ts";
import type { SavedRules } from "./read-rules.ts";
import { callRules, type RuleFamily, wordsOf } from "./rule-family.ts";
import { ruleSentence } from "./rule-sentence.ts";

export interface RulesPageParts {
  reader: Reader;
  family: RuleFamily;
  saved: SavedRules;
  /** Whose names may be shown. */
  colleagues: Colleague[];
  notice?: string | null;
  problem?: string | null;
}

/** The rules in the order in which they are asked, as sentences; for a manager with the ways to change them. */
export function rulesPage({ reader, family, saved, colleagues, notice, problem }: RulesPageParts): Html {
  const { t, language, member } = reader;
  const words = wordsOf(language, family);
  const page = t.pages[family.kind];
  const { rules } = saved.value;
  const mayEdit = hasRole(member.role, "manager");
  return settingsDocument({
    language,
    member,
    title: page.title,
    intro: page.intro,
    path: family.path,
    back: { href: "/monitor/settings", word: t.back },
    notice,
    problem,
    main: html`<p class="tools">${mayEdit && html`<a class="button main" href="${family.path}/edit">${words.add}</a>`}
<a class="button" href="${family.path}/try">${words.try}</a> <a class="button" href="${family.path}/history">${words.history}</a></p>
${rules.length === 0 && html`<p class="empty">${words.none}</p>`}
<ol class="rules">${rules.map((rule, index) => ruleRow(rule, index))}</ol>
<p class="quiet">${words.noneMatches}</p>
${family === callRules && fixedLines()}
<p class="quiet">${lastSaved(reader, saved, colleagues)}</p>`,
  });

  function ruleRow(rule: AnyRule, index: number): Html {
    const above = coveringRule(rules.slice(0, index), rule);
    return html`<li id="rule-${rule.id}" class="${rule.enabled ? "" : "off"}">
  <h2><span class="place">${index + 1}.</span> ${rule.name} ${!rule.enabled && html`<span class="chip plain">${words.off}</span>`}</h2>
  <p>${ruleSentence(language, rule, family, (id) => colleagueName(language, id, colleagues))}</p>
  ${above && rule.enabled && html`<p class="note">${words.unreachable(above.name)}</p>`}
  ${mayEdit && tools(rule, index)}</li>`;
  }

  function tools(rule: AnyRule, index: number): Html {
    const what = html`<span class="unseen">: ${rule.name}</span>`;
    return html`<div class="rule-tools"><a class="button" href="${family.path}/edit?id=${rule.id}">${words.edit}${what}</a>
  <form method="post" action="${family.path}">${hidden(rule)}
  ${index > 0 && html`<button name="do" value="up" aria-label="${words.up}: ${rule.name}">↑</button>`}
  ${index < rules.length - 1 && html`<button name="do" value="down" aria-label="${words.down}: ${rule.name}">↓</button>`}
  <button name="do" value="${rule.enabled ? "off" : "on"}">${rule.enabled ? words.switchOff : words.on}${what}</button></form>
  <details class="guard"><summary>${words.remove}${what}</summary>
  <form method="post" action="${family.path}">${hidden(rule)}<p>${words.removeHelp}</p>
  <button class="main" name="do" value="remove">${words.removeConfirm}</button></form></details></div>`;
  }

  function fixedLines(): Html {
    const isTried = saved.value.tryFixedLines === true;
    return html`<section class="sheet"><h2>${words.fixedLines}</h2><p>${isTried ? words.fixedTried : words.fixedLeft}</p>
  ${
    mayEdit &&
    html`<form method="post" action="${family.path}"><input type="hidden" name="version" value="${saved.version}">
  <button name="do" value="${isTried ? "fixed_off" : "fixed_on"}">${isTried ? words.fixedLeave : words.fixedTry}</button></form>`
  }</section>`;
  }

  function hidden({ id }: AnyRule): Html {
    return html`<input type="hidden" name="version" value="${saved.version}"><input type="hidden" name="id" value="${id}">`;
  }
}
