import { html } from "hono/html";
import { reasonKinds } from "../../../settings/reasons-setting.ts";
import { callOutcomes, priorities } from "../../../settings/rules-setting.ts";
import { reasonName } from "../../reasons/reason-line.ts";
import type { Html } from "../../shell/format.ts";
import type { Colleague } from "../../shell/staff-name.ts";
import { areaField, choiceField, numberField, selectField, textField, tickField } from "../fields.ts";
import type { FormView } from "../form-view.ts";
import { anyHourField, ownerFields, placeFields, placeNames, sourceFields } from "./lead-fields.ts";
import { leadTexts } from "./lead-texts.ts";
import { leadRules, type RuleFamily, wordsOf } from "./rule-family.ts";
import { customRows, mostCustom } from "./rule-input.ts";
import { type RuleTexts, ruleTexts } from "./texts.ts";

const comparisons = ["equal", "not_equal", "contains", "present", "absent"] as const;

/** The inputs of one rule: when it applies, then what to do. */
export function ruleFields(view: FormView, family: RuleFamily, colleagues: readonly Colleague[]): Html {
  const t = wordsOf(view.language, family).form;
  const isLead = family === leadRules;
  return html`${textField(view, { name: "name", label: t.name, hint: t.nameHelp, maxLength: 80 })}
${tickField(view, { name: "enabled", label: t.enabled })}
<fieldset><legend>${t.when}</legend><p class="quiet">${t.whenHelp}</p>
${isLead ? leadConditions(view) : callConditions(view)}
${folded(view, t.custom, customNames(view), customFields(view, t))}
</fieldset>
<fieldset><legend>${t.result}</legend>
${choiceField(view, {
  type: "radio",
  name: "send",
  label: t.choose,
  choices: [
    ["yes", t.sends.yes],
    ["no", t.sends.no],
  ],
})}
<fieldset class="field if-send"><legend class="unseen">${t.sendFields}</legend>
${selectField(view, { name: "template", label: t.template, choices: templates(view) })}
<div class="pair">${numberField(view, { name: "delayMinutes", label: t.delay, hint: t.delayHelp })}
${numberField(view, { name: "expiresAfterHours", label: t.expires, hint: t.expiresHelp })}</div>
${choiceField(view, {
  type: "checkbox",
  name: "requires",
  label: t.requires,
  hint: t.requiresHelp,
  choices: reasonKinds.map((kind) => [kind, reasonName(view.language, { kind, byUs: false })]),
})}
${selectField(view, { name: "priority", label: t.priority, choices: priorities.map((name) => [name, t.priorities[name]]) })}
${isLead && anyHourField(view)}
</fieldset>
<fieldset class="field if-not"><legend class="unseen">${t.dontSendFields}</legend>
${textField(view, { name: "reason", label: t.reason, hint: t.reasonHelp, maxLength: 200 })}</fieldset>
${isLead && ownerFields(view, colleagues)}
</fieldset>`;
}

function leadConditions(view: FormView): Html {
  return html`${sourceFields(view)}
${folded(view, leadTexts[view.language].more, placeNames, placeFields(view))}`;
}

function callConditions(view: FormView): Html {
  const t = ruleTexts[view.language].form;
  return html`${choiceField(view, {
    type: "checkbox",
    name: "direction",
    label: t.direction,
    choices: [
      ["incoming", t.directions.incoming],
      ["outgoing", t.directions.outgoing],
    ],
  })}
${choiceField(view, {
  type: "checkbox",
  name: "outcome",
  label: t.outcome,
  choices: callOutcomes.map((outcome) => [outcome, t.outcomes[outcome]]),
})}
<fieldset class="field"><legend>${t.talking}</legend><div class="pair">
${numberField(view, { name: "talkingMin", label: t.talkingMin })}
${numberField(view, { name: "talkingMax", label: t.talkingMax })}</div></fieldset>
${folded(view, t.who, ["contact", "previousMin", "previousMax", "agents", "internalNumbers"], whoFields(view))}
${folded(view, t.more, ["tagsAny", "tagsAll", "tagsNone", "dispositions", "campaigns"], tagFields(view))}`;
}

function whoFields(view: FormView): Html {
  const t = ruleTexts[view.language].form;
  return html`${selectField(view, {
    name: "contact",
    label: t.contact,
    choices: [
      ["", t.contacts[""]],
      ["new", t.contacts.new],
      ["known", t.contacts.known],
    ],
  })}
<fieldset class="field"><legend>${t.previous}</legend><div class="pair">
${numberField(view, { name: "previousMin", label: t.previousMin })}
${numberField(view, { name: "previousMax", label: t.previousMax })}</div></fieldset>
${areaField(view, { name: "agents", label: t.agents, hint: t.agentsHelp, rows: 2 })}
${areaField(view, { name: "internalNumbers", label: t.internalNumbers, hint: t.perLine, rows: 2 })}`;
}

function tagFields(view: FormView): Html {
  const t = ruleTexts[view.language].form;
  return html`<fieldset class="field"><legend>${t.tags}</legend><p class="quiet">${t.perLine}</p>
${areaField(view, { name: "tagsAny", label: t.tagsAny, rows: 2 })}
${areaField(view, { name: "tagsAll", label: t.tagsAll, rows: 2 })}
${areaField(view, { name: "tagsNone", label: t.tagsNone, rows: 2 })}</fieldset>
${areaField(view, { name: "dispositions", label: t.dispositions, hint: t.perLine, rows: 2 })}
${areaField(view, { name: "campaigns", label: t.campaigns, hint: t.perLine, rows: 2 })}`;
}

/** Those that are set, and two more. */
function customFields(view: FormView, t: RuleTexts["form"]): Html {
  return html`<p class="quiet">${t.customHelp}</p>${shownRows(view).map(
    (i) => html`<fieldset class="field"><legend class="unseen">${t.row(i + 1)}</legend><div class="triple">
${textField(view, { name: `field${i}`, label: t.field })}
${selectField(view, { name: `is${i}`, label: t.is, choices: comparisons.map((is) => [is, t.comparisons[is]]) })}
${textField(view, { name: `value${i}`, label: t.value })}</div></fieldset>`,
  )}`;
}

function shownRows({ form }: FormView): number[] {
  const shown = Math.min(mostCustom, (customRows(form).at(-1) ?? -1) + 3);
  return Array.from({ length: shown }, (_, i) => i);
}

function customNames(view: FormView): string[] {
  return shownRows(view).flatMap((i) => [`field${i}`, `is${i}`, `value${i}`]);
}

/** What few rules need; open when something in it is set, or wrong. */
function folded(view: FormView, title: string, names: string[], content: Html): Html {
  const isUsed = names.some(
    (name) => view.errors.has(name) || (!name.startsWith("is") && view.form.get(name)?.trim()),
  );
  return html`<details class="more" ${isUsed && html`open`}><summary>${title}</summary>${content}</details>`;
}

/** Every text there is, and the one that the rule names though it is gone. */
function templates({ templates, form }: FormView): [string, string][] {
  const keys = templates.map(({ key }) => key);
  const chosen = form.get("template");
  if (chosen && !keys.includes(chosen)) keys.push(chosen);
  return keys.map((key) => [key, key]);
}
