import type { TemplateCategory, TemplateComponent, TemplateDraft } from "../../model/template.ts";
import { withParameters } from "../../model/template-parameters.ts";
import type { TemplateAnswer, TemplateDesk } from "../../vendors/vendor.ts";
import type { TaskResult, TaskWork } from "../tasks/task.ts";

/** What app.template_facts tells of one. */
export interface TemplateFacts {
  channel: string;
  errand: "create" | "edit" | "remove";
  /** The vendor's; null before it has one. */
  id: string | null;
  name: string;
  language: string;
  /** It was tried before: that the name exists may be our own work. */
  isAgain: boolean;
  version: number | null;
  category: TemplateCategory | null;
  body: string | null;
  components: TemplateComponent[] | null;
  ttlSeconds: number | null;
}

/** A text of ours that is brought to the vendor which reviews it, changed or removed there. */
export const tellTask: TaskWork<TemplateFacts> = {
  async run({ channels }, facts): Promise<TaskResult> {
    const desk = await channels.templatesOf(facts.channel);
    if ("problem" in desk) return { kind: "failed", code: "not_configured", message: desk.problem };
    const draft = draftOf(facts);
    const answer = await tell(desk, facts, draft);
    if (answer.kind === "retry") return answer;
    const told = {
      version: facts.version,
      names: draft.parameters.map(({ name }) => name),
      ttlSeconds: draft.category === "utility" ? draft.ttlSeconds : null,
    };
    if (answer.kind === "done") return { ...answer, ...told };
    // The answer to the first try was lost: the list will name its id.
    if (answer.code === "name_exists" && facts.isAgain) return { kind: "done", ...told };
    return { kind: "done", refused: answer.code, message: answer.message };
  },
};

function tell(
  desk: TemplateDesk,
  { errand, id, name }: TemplateFacts,
  draft: TemplateDraft,
): Promise<TemplateAnswer> {
  if (errand === "remove") return desk.remove(id ?? "", name);
  return errand === "edit" && id !== null ? desk.edit(id, draft) : desk.create(draft);
}

function draftOf({ name, language, category, body, components, ttlSeconds }: TemplateFacts): TemplateDraft {
  return {
    name,
    language,
    category: category ?? "utility",
    ...withParameters(body ?? ""),
    components: components ?? [],
    ttlSeconds,
  };
}
