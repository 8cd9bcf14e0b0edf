import { html } from "hono/html";
import { wordFor } from "../../../base/language.ts";
import { hasRole } from "../../../model/staff.ts";
import { changedFacts, type Sample } from "../../../settings/field-samples.ts";
import type { ExplainedBody } from "../../../vendors/cloudtalk/explain-body.ts";
import type { FieldMapping } from "../../../vendors/cloudtalk/field-mapping.ts";
import { mappedFields } from "../../../vendors/cloudtalk/field-mapping-setting.ts";
import { isTemplateText } from "../../../vendors/cloudtalk/is-absent.ts";
import { eventTexts } from "../../events/event-texts.ts";
import { rereadTexts } from "../../events/reread-texts.ts";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { mappingTexts } from "./texts.ts";

export const mappingPath = "/monitor/settings/fields";

/** How many deliveries one press reads again at most. */
export const rereadLimit = 200;

export interface MappingPageParts {
  reader: Reader;
  version: number;
  /** As it was chosen, or as it holds. */
  mapping: FieldMapping;
  /** Newest first; the one that is shown is the first unless `shown` says another. */
  samples: Sample[];
  shown: number | null;
  /** What the draft would change is shown. */
  isTest?: boolean;
  notice?: string | null;
  problem?: string | null;
  /** The test found deliveries that would be read no more: saving needs a second word. */
  isRisky?: boolean;
  /** How many deliveries were read with an older mapping. */
  older?: number;
}

/** The last body that came, field by field, with what each was read as; a test on the last ones before it holds. */
export function mappingPage(parts: MappingPageParts): Html {
  const { reader, version, mapping, samples, shown, isTest, notice, problem, isRisky, older = 0 } = parts;
  const { t, language, member, format } = reader;
  const words = mappingTexts[language];
  const sample = samples.find(({ id }) => id === shown) ?? samples[0];
  const mayEdit = hasRole(member.role, "manager");
  return settingsDocument({
    language,
    member,
    title: words.title,
    intro: words.intro,
    path: sample && shown !== null ? `${mappingPath}?event=${sample.id}` : mappingPath,
    back: { href: "/monitor/settings", word: t.back },
    notice,
    problem,
    main: html`${older > 0 && mayEdit && olderView()}
${isTest && resultView()}
${sample ? formView(sample) : html`<p class="empty">${words.noSample}</p>`}
${samples.length > 1 && othersView()}`,
  });

  function olderView(): Html {
    const words = rereadTexts[language];
    return html`<section class="sheet" aria-labelledby="older-title"><h2 id="older-title">${words.offer}</h2>
<p>${words.offerHelp(older, rereadLimit)}</p>
<form method="post" action="${mappingPath}/reread"><button class="main">${words.press(Math.min(older, rereadLimit))}</button></form></section>`;
  }

  function formView(sample: Sample): Html {
    const paths = new Set(sample.next.fields.map(({ path }) => path));
    const absent = Object.entries(mapping).filter(([, path]) => !paths.has(path));
    return html`<form method="post" action="${mappingPath}?event=${sample.id}" class="sheet mapping">
<h2>${words.sample}: ${format.time(sample.receivedAt)} · <a href="/monitor/events/${sample.id}">${words.event(sample.id)}</a></h2>
${oddView(sample.next)}
<input type="hidden" name="version" value="${version}">
<ul class="fields">${fullFirst(sample.next.fields).map((field, index) => fieldView(field, index))}</ul>
${
  absent.length > 0 &&
  html`<h3>${words.notHere}</h3><ul class="fields">${absent.map(([, path], index) =>
    fieldView({ path, value: undefined, fact: null, isEmpty: true }, index + paths.size),
  )}</ul>`
}
${
  mayEdit &&
  html`<div class="actions"><button class="${isTest ? "" : "main"}" name="do" value="test">${words.test}</button>
  ${
    isTest &&
    html`<button class="${isRisky ? "" : "main"}" name="do" value="${isRisky ? "save-anyway" : "save"}">${isRisky ? words.saveAnyway : words.save}</button>
  <a class="button" href="${mappingPath}">${words.cancel}</a>`
  }</div>`
}</form>`;
  }

  function fieldView({ path, value, fact, isEmpty }: ExplainedBody["fields"][number], index: number): Html {
    const chosen = mappedFields.find((known) => mapping[known] === path) ?? "";
    const known = mappedFields.find((name) => name === fact);
    const recognised = known ? words.automatic(words.facts[known]) : words.known;
    const automatic = fact !== null && !chosen ? recognised : words.unused;
    return html`<li><label for="fact-${index}"><code>${path}</code></label>
  <span class="sample-value">${isEmpty && !isTemplateText(value) ? html`<span class="quiet">${words.empty}</span>` : shownValue(value)}</span>
  <input type="hidden" name="path" value="${path}">
  <select name="fact" id="fact-${index}" ${!mayEdit && html`disabled`}><option value="">${automatic}</option>${mappedFields.map(
    (name) =>
      html`<option value="${name}" ${name === chosen && html`selected`}>${words.facts[name]}</option>`,
  )}</select></li>`;
  }

  function oddView({ oddities, refused }: ExplainedBody): Html | null {
    const lines = [
      ...(refused === null ? [] : [refusal(refused)]),
      ...oddities.map((oddity) => words.oddities[oddity]),
    ];
    return lines.length === 0
      ? null
      : html`<div class="note odd"><strong>${words.odd}</strong><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></div>`;
  }

  function refusal(reason: string): string {
    const { rejections, ignored } = eventTexts[language];
    return `${words.refused}: ${wordFor(rejections, reason) ?? wordFor(ignored, reason) ?? reason}`;
  }

  function resultView(): Html {
    return html`<section class="sheet" aria-labelledby="result-title"><h2 id="result-title">${words.result}</h2>
<ul class="trials">${samples.map(trialView)}</ul></section>`;
  }

  function trialView(sample: Sample): Html {
    const changes = changedFacts(sample);
    const { refused } = sample.next;
    return html`<li class="${sample.isLost && "lost-sample"}"><a href="${mappingPath}?event=${sample.id}">${format.time(sample.receivedAt)} · ${words.event(sample.id)}</a>
  ${changes.length === 0 && !sample.isLost && html`<span class="quiet">${words.same}</span>`}
  ${refused !== null && html`<p class="wrong">${refusal(refused)}</p>`}
  ${
    changes.length > 0 &&
    html`<dl class="facts">${changes.map(
      (change) => html`<div><dt>${words.facts[change.fact as keyof typeof words.facts]}</dt>
    <dd><del>${factWords(change.now)}</del> → <ins>${factWords(change.next)}</ins></dd></div>`,
    )}</dl>`
  }</li>`;
  }

  function othersView(): Html {
    return html`<section class="sheet"><h2>${words.other}</h2><ul class="picks">${samples.map(
      ({
        id,
        receivedAt,
        now,
      }) => html`<li><a class="button" href="${mappingPath}?event=${id}" ${id === sample?.id && html`aria-current="true"`}><span>${format.time(receivedAt)} · ${words.event(id)}
  ${(now.oddities.length > 0 || now.refused !== null) && html`<span class="quiet">· ${words.odd}</span>`}</span></a></li>`,
    )}</ul></section>`;
  }

  function factWords(value: unknown): string {
    if (value === null || value === undefined || value === "") return words.nothing;
    if (typeof value === "boolean") return value ? words.yes : words.no;
    return shownValue(value);
  }
}

/** Fields without a value last: there is little to say of them. */
function fullFirst(fields: ExplainedBody["fields"]): ExplainedBody["fields"] {
  return fields.toSorted((a, b) => Number(a.isEmpty) - Number(b.isEmpty));
}

const longest = 120;

function shownValue(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
}
