import { html } from "hono/html";
import type { SavedLook } from "../../../settings/save-template.ts";
import { componentsOf, lookOf, type TemplateLook, templateLook } from "../../../settings/template-look.ts";
import type { Html } from "../../shell/format.ts";
import { areaField, choiceField, selectField, textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { variablesView } from "../templates/variables-view.ts";
import type { Shown } from "./phone-view.ts";
import type { WrittenTemplate } from "./read-shelf.ts";
import { type ReviewTexts, reviewTexts } from "./texts.ts";

const places = [1, 2, 3] as const;
/** Of a text that was never asked about: what asks for a bill after a call is utility, for twelve hours. */
const firstTtl = "43200";

/** What the form shows of a text before anything is typed. */
export function typedOf({
  body,
  category,
  components,
  ttlSeconds,
  version,
}: WrittenTemplate): URLSearchParams {
  const { header, footer, buttons } = lookOf(components ?? []);
  const typed = new URLSearchParams({
    body,
    version: String(version),
    category: category ?? "utility",
    header,
    footer,
    ttl: category === null ? firstTtl : ttlSeconds === null ? "" : String(ttlSeconds),
    name: "",
  });
  for (const [at, { text, url }] of buttons.entries()) {
    typed.set(`button-${at + 1}`, text);
    typed.set(`url-${at + 1}`, url);
  }
  return typed;
}

const textOf = (typed: URLSearchParams, name: string) => typed.get(name)?.trim() ?? "";

function buttonsIn(typed: URLSearchParams) {
  return places
    .map((n) => ({ text: textOf(typed, `button-${n}`), url: textOf(typed, `url-${n}`) }))
    .filter(({ text, url }) => text !== "" || url !== "");
}

export function shownOf(typed: URLSearchParams): Shown {
  return {
    body: typed.get("body") ?? "",
    isUtility: typed.get("category") !== "marketing",
    header: textOf(typed, "header"),
    footer: textOf(typed, "footer"),
    buttons: buttonsIn(typed),
  };
}

/** What stands beside the body, or what is wrong by input. */
export function readLook(t: ReviewTexts, typed: URLSearchParams): SavedLook | Map<string, string> {
  const ttl = textOf(typed, "ttl");
  const value = {
    category: typed.get("category"),
    header: textOf(typed, "header"),
    footer: textOf(typed, "footer"),
    buttons: buttonsIn(typed),
    ttlSeconds: ttl === "" ? null : Number(ttl),
  };
  const read = templateLook.safeParse(value);
  if (!read.success) {
    return new Map(
      read.error.issues.map(({ path: [field, at] }): [string, string] =>
        field === "buttons"
          ? [`button-${Number(at ?? 0) + 1}`, t.badButton]
          : [
              field === "ttlSeconds" ? "ttl" : String(field),
              field === "category" ? t.notNow.no_category! : t.badLine,
            ],
      ),
    );
  }
  const look: TemplateLook = read.data;
  // Marketing takes no time to live but by an API of its own (WhatsApp's docs, time to live).
  const ttlSeconds = look.category === "utility" ? look.ttlSeconds : null;
  return { category: look.category, components: componentsOf(look), ttlSeconds };
}

/** Its inputs. `isNew`: WhatsApp does not know it by a name yet. */
export function reviewFields(
  { t: settings, language }: Reader,
  view: { form: URLSearchParams; errors: ReadonlyMap<string, string> },
): Html {
  const t = reviewTexts[language];
  const { form } = view;
  const isOpen =
    places.some((n) => form.get(`button-${n}`)) ||
    [...view.errors.keys()].some((name) => /^button/.test(name));
  return html`${choiceField(view, {
    name: "category",
    label: t.category,
    type: "radio",
    choices: [
      ["utility", t.utility],
      ["marketing", t.marketing],
    ],
  })}
<p class="quiet"><strong>${t.utility}</strong>: ${t.utilityHelp}</p><p class="quiet"><strong>${t.marketing}</strong>: ${t.marketingHelp}</p>
<details class="more"><summary>${t.rules}</summary><ol class="sentences">${t.ruleList.map((line) => html`<li>${line}</li>`)}</ol></details>
${areaField(view, { name: "body", label: t.body, rows: 10 })}
${variablesView(settings)}
${textField(view, { name: "header", label: t.header, hint: t.headerHelp, maxLength: 60 })}
${textField(view, { name: "footer", label: t.footer, hint: t.footerHelp, maxLength: 60 })}
<details class="more" ${isOpen && html`open`}><summary>${t.buttons}</summary><p class="quiet">${t.buttonsHelp}</p>${places.map(
    (
      n,
    ) => html`<div class="pair">${textField(view, { name: `button-${n}`, label: t.buttonText(n), maxLength: 25 })}
${textField(view, { name: `url-${n}`, label: t.buttonUrl(n), kind: "url" })}</div>`,
  )}</details>
${selectField(view, {
  name: "ttl",
  label: t.ttl,
  hint: t.ttlHelp,
  // A number as a key would come first.
  choices: ["43200", "21600", "10800", "3600", ""].map((value) => [value, t.ttls[value]!]),
})}
${textField(view, { name: "name", label: t.vendorName, hint: t.nameHelp, maxLength: 512 })}`;
}
