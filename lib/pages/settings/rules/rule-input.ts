import type { AnyRule } from "../../../settings/lead-rules-setting.ts";
import { linesIn, numberIn } from "../read-form.ts";

/** How many fields of the payload one form asks about: those that are set and two more. */
export const mostCustom = 20;
const lists = {
  agents: "agents",
  internalNumbers: "internalNumbers",
  dispositions: "dispositions",
  campaigns: "campaigns",
  forms: "forms",
  ads: "ads",
  countries: "countries",
  consents: "consents",
} as const;
const tagLists = { tagsAny: "any", tagsAll: "all", tagsNone: "none" } as const;

export const newRuleForm = (): URLSearchParams =>
  new URLSearchParams({
    enabled: "on",
    send: "yes",
    delayMinutes: "0",
    priority: "live",
    expiresAfterHours: "72",
  });

/** A rule as it stands in the inputs. */
export function ruleToForm({ id, name, enabled, when, then }: AnyRule): URLSearchParams {
  const form = newRuleForm();
  form.set("id", id);
  form.set("name", name);
  if (!enabled) form.delete("enabled");
  for (const word of when.direction ?? []) form.append("direction", word);
  for (const word of when.outcome ?? []) form.append("outcome", word);
  for (const word of when.sources ?? []) form.append("sources", word);
  setRange(form, "talking", when.talkingSeconds);
  setRange(form, "previous", when.previousFollowUps);
  for (const [input, key] of Object.entries(lists)) form.set(input, (when[key] ?? []).join("\n"));
  for (const [input, key] of Object.entries(tagLists)) form.set(input, (when.tags?.[key] ?? []).join("\n"));
  form.set("contact", when.contact ?? "");
  for (const [i, { field, is, value }] of (when.custom ?? []).entries()) {
    form.set(`field${i}`, field);
    form.set(`is${i}`, is);
    form.set(`value${i}`, value ?? "");
  }
  form.set("send", then.send ? "yes" : "no");
  if (then.send) {
    form.set("template", then.template);
    form.set("delayMinutes", String(then.delayMinutes));
    form.set("priority", then.priority);
    form.set("expiresAfterHours", String(then.expiresAfterHours));
    for (const kind of then.requires ?? []) form.append("requires", kind);
    if (then.anyHour) form.set("anyHour", "on");
  } else form.set("reason", then.reason);
  form.set("assign", then.assign ?? "");
  if (then.notify) form.set("notify", "on");
  return form;
}

/** The rule that was typed; what cannot be read is left for the schema to refuse. */
export function ruleFromForm(form: URLSearchParams, id: string): unknown {
  const chosen = (name: string) => (form.has(name) ? form.getAll(name) : undefined);
  const lines = (name: string) => nonEmpty(linesIn(form, name));
  const tags = compact({ any: lines("tagsAny"), all: lines("tagsAll"), none: lines("tagsNone") });
  const custom = customRows(form).map((i) =>
    compact({
      field: form.get(`field${i}`)?.trim(),
      is: form.get(`is${i}`) ?? "equal",
      value: ["present", "absent"].includes(form.get(`is${i}`) ?? "")
        ? undefined
        : form.get(`value${i}`)?.trim() || undefined,
    }),
  );
  return {
    id,
    name: form.get("name") ?? "",
    enabled: form.has("enabled"),
    when: compact({
      direction: chosen("direction"),
      outcome: chosen("outcome"),
      sources: chosen("sources"),
      forms: lines("forms"),
      ads: lines("ads"),
      countries: lines("countries"),
      consents: lines("consents"),
      talkingSeconds: range(form, "talking"),
      agents: lines("agents"),
      internalNumbers: lines("internalNumbers"),
      tags: Object.keys(tags).length > 0 ? tags : undefined,
      dispositions: lines("dispositions"),
      campaigns: lines("campaigns"),
      contact: form.get("contact") || undefined,
      previousFollowUps: range(form, "previous"),
      custom: nonEmpty(custom),
    }),
    // biome-ignore lint/suspicious/noThenProperty: "when … then" is how a rule is read; nothing awaits one.
    then: resultFromForm(form),
  };
}

/** The input in which a part of the rule was typed. */
export function ruleInputOf([first, second, third, fourth]: PropertyKey[], form: URLSearchParams): string {
  if (first === "then") return String(second ?? "send");
  if (first !== "when") return String(first ?? "name");
  if (second === "talkingSeconds") return third === "max" ? "talkingMax" : "talkingMin";
  if (second === "previousFollowUps") return third === "max" ? "previousMax" : "previousMin";
  if (second === "tags") return `tags${capital(String(third ?? "any"))}`;
  if (second === "custom") {
    const row = customRows(form)[Number(third)] ?? 0;
    return `${fourth === "field" || fourth === "is" ? String(fourth) : "value"}${row}`;
  }
  return String(second);
}

/** The numbers of the rows of `custom` in which something was typed. */
export function customRows(form: URLSearchParams): number[] {
  return Array.from({ length: mostCustom }, (_, i) => i).filter(
    (i) => form.get(`field${i}`)?.trim() || form.get(`value${i}`)?.trim(),
  );
}

function resultFromForm(form: URLSearchParams): unknown {
  const send = form.get("send");
  const owner = {
    ...(form.get("assign") && { assign: form.get("assign") }),
    ...(form.has("notify") && { notify: true }),
  };
  if (send === "yes") {
    return {
      send: true,
      template: form.get("template") ?? "",
      delayMinutes: numberIn(form, "delayMinutes"),
      priority: form.get("priority"),
      expiresAfterHours: numberIn(form, "expiresAfterHours"),
      ...(form.has("requires") && { requires: form.getAll("requires") }),
      ...(form.has("anyHour") && { anyHour: true }),
      ...owner,
    };
  }
  return send === "no" ? { send: false, reason: form.get("reason") ?? "", ...owner } : {};
}

function setRange(form: URLSearchParams, name: string, range?: { min?: number; max?: number }): void {
  form.set(`${name}Min`, String(range?.min ?? ""));
  form.set(`${name}Max`, String(range?.max ?? ""));
}

function range(form: URLSearchParams, name: string): object | undefined {
  const given = compact({
    min: numberIn(form, `${name}Min`) ?? undefined,
    max: numberIn(form, `${name}Max`) ?? undefined,
  });
  return Object.keys(given).length > 0 ? given : undefined;
}

function compact<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<T>;
}

function nonEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
