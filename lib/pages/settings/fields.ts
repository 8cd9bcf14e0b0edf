import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { FormView } from "./form-view.ts";

interface Field {
  name: string;
  label: string;
  hint?: string;
}

type Inputs = Pick<FormView, "form" | "errors"> & {
  /** Told apart by it where a page has the same fields several times. */
  id?: string;
};

/** Its label above, its hint and what is wrong with it below, tied together for screen readers. */
function framed(
  { errors, id: suffix }: Inputs,
  { name, label, hint }: Field,
  control: (attributes: Html) => Html,
): Html {
  const error = errors.get(name);
  const id = suffix ? `${name}-${suffix}` : name;
  const told = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const attributes = html`id="${id}" name="${name}" ${told && html`aria-describedby="${told}"`} ${error && html`aria-invalid="true"`}`;
  return html`<div class="field"><label for="${id}">${label}</label>
  ${control(attributes)}
  ${error && html`<p class="wrong" id="${id}-error">${error}</p>`}
  ${hint && html`<p class="quiet" id="${id}-hint">${hint}</p>`}</div>`;
}

export function textField(
  view: Inputs,
  field: Field & { maxLength?: number; readOnly?: boolean; kind?: "text" | "email" | "tel" | "url" },
): Html {
  return framed(
    view,
    field,
    (attributes) =>
      html`<input type="text" ${field.kind && html`inputmode="${field.kind}"`} ${attributes} value="${view.form.get(field.name) ?? ""}" autocomplete="off"
    ${field.maxLength && html`maxlength="${field.maxLength}"`} ${field.readOnly && html`readonly`}>`,
  );
}

/** No `type=number`: browsers drop what is no number before anybody can point it out. */
export function numberField(view: Inputs, field: Field): Html {
  return framed(
    view,
    field,
    (attributes) =>
      html`<input type="text" inputmode="numeric" class="short" ${attributes} value="${view.form.get(field.name) ?? ""}" autocomplete="off">`,
  );
}

export function areaField(view: Inputs, field: Field & { rows?: number }): Html {
  return framed(
    view,
    field,
    // A browser drops one line break right after the tag.
    (attributes) => html`<textarea ${attributes} rows="${field.rows ?? 4}">
${view.form.get(field.name) ?? ""}</textarea>`,
  );
}

export function selectField(view: Inputs, field: Field & { choices: [value: string, word: string][] }): Html {
  const chosen = view.form.get(field.name) ?? "";
  return framed(
    view,
    field,
    (attributes) =>
      html`<select ${attributes}>${field.choices.map(
        ([value, word]) =>
          html`<option value="${value}" ${value === chosen && html`selected`}>${word}</option>`,
      )}</select>`,
  );
}

export function tickField({ form, errors }: Inputs, { name, label, hint }: Field): Html {
  const error = errors.get(name);
  return html`<div class="field"><label class="choice"><input type="checkbox" name="${name}" value="on"
    ${form.has(name) && html`checked`}> ${label}</label>
  ${error && html`<p class="wrong">${error}</p>`}${hint && html`<p class="quiet">${hint}</p>`}</div>`;
}

/** Several of a few (checkbox), or one of them (radio). */
export function choiceField(
  { form, errors }: Inputs,
  { name, label, hint, type, choices }: Field & { type: "checkbox" | "radio"; choices: [string, string][] },
): Html {
  const chosen = form.getAll(name);
  const error = errors.get(name);
  return html`<fieldset class="field"><legend>${label}</legend>
  <div class="choices-row">${choices.map(
    ([value, word]) =>
      html`<label class="choice"><input type="${type}" name="${name}" value="${value}" ${
        chosen.includes(value) && html`checked`
      }> ${word}</label> `,
  )}</div>${error && html`<p class="wrong">${error}</p>`}${hint && html`<p class="quiet">${hint}</p>`}</fieldset>`;
}
