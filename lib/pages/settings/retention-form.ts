import { html } from "hono/html";
import { numberField } from "./fields.ts";
import { numberIn } from "./read-form.ts";
import type { SettingForm } from "./setting-form.ts";

export const retentionForm: SettingForm<"retention"> = {
  kind: "retention",
  least: "admin",
  summary: (t, value) =>
    t.pages.retention.summary(
      value.eventsDays,
      value.messagesDays,
      value.mediaDays,
      value.callsDays,
      value.leadsDays,
    ),
  toForm: (value) =>
    new URLSearchParams({
      eventsDays: String(value.eventsDays),
      messagesDays: String(value.messagesDays ?? ""),
      mediaDays: String(value.mediaDays ?? ""),
      callsDays: String(value.callsDays ?? ""),
      leadsDays: String(value.leadsDays ?? ""),
    }),
  fromForm: (form) => ({
    eventsDays: numberIn(form, "eventsDays"),
    messagesDays: numberIn(form, "messagesDays"),
    mediaDays: numberIn(form, "mediaDays"),
    callsDays: numberIn(form, "callsDays"),
    leadsDays: numberIn(form, "leadsDays"),
  }),
  inputOf: ([first]) => String(first),
  fields: (view) => {
    const t = view.t.retention;
    return html`${numberField(view, { name: "eventsDays", label: t.events, hint: t.eventsHelp })}
${numberField(view, { name: "messagesDays", label: t.messages, hint: t.forEver })}
${numberField(view, { name: "mediaDays", label: t.media, hint: t.forEver })}
${numberField(view, { name: "callsDays", label: t.calls, hint: t.callsHelp })}
${numberField(view, { name: "leadsDays", label: t.leads, hint: t.leadsHelp })}`;
  },
};
