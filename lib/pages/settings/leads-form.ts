import { html } from "hono/html";
import { choiceField, tickField } from "./fields.ts";
import type { SettingForm } from "./setting-form.ts";

export const leadsForm: SettingForm<"leads"> = {
  kind: "leads",
  least: "manager",
  summary: (t, { assignment }) => t.pages.leads.summary(assignment.kind === "round_robin"),
  toForm: ({ fromMessages, assignment }) => {
    const form = new URLSearchParams({ assignment: assignment.kind });
    if (fromMessages) form.set("fromMessages", "on");
    if (assignment.kind === "round_robin") {
      for (const member of assignment.members ?? []) form.append("members", member);
    }
    return form;
  },
  fromForm: (form) => ({
    fromMessages: form.has("fromMessages"),
    assignment: {
      kind: form.get("assignment"),
      ...(form.get("assignment") === "round_robin" &&
        form.has("members") && { members: form.getAll("members") }),
    },
  }),
  inputOf: ([first, second]) => String(second === "members" ? "members" : first),
  fields: (view) => {
    const t = view.t.leads;
    const members = (view.colleagues ?? []).filter(({ role }) => role !== null);
    return html`${tickField(view, { name: "fromMessages", label: t.fromMessages })}
${choiceField(view, {
  type: "radio",
  name: "assignment",
  label: t.assignment,
  hint: t.assignmentHelp,
  choices: [
    ["nobody", t.nobody],
    ["round_robin", t.inTurn],
  ],
})}
${choiceField(view, {
  type: "checkbox",
  name: "members",
  label: t.members,
  hint: t.membersHelp,
  choices: members.map(({ userId, name, email }) => [userId, name ?? email ?? userId]),
})}`;
  },
};
