import type { Simulation } from "../../simulation.ts";
import { graphId } from "../account.ts";
import { GraphError, noSuchObject } from "../graph-error.ts";
import { checkComponents, parseTemplate, templateBody, templateError } from "./check-template.ts";
import { decide, startReview } from "./review.ts";
import type { Template } from "./template.ts";

const MONTH_MS = 30 * 86_400_000;

/** `POST /{waba-id}/message_templates`: it is looked at afterwards (docs, template management). */
export function createTemplate(sim: Simulation, input: unknown) {
  const { world } = sim;
  const given = parseTemplate(templateBody, input);
  const { name, language, category } = given;
  if (world.meta.templates.some((one) => one.name === name && one.language === language)) {
    const text = `There is already ${language} content for this template. You can create a new template and try again.`;
    throw templateError(2388024, "Content in this language already exists", text);
  }
  const deletedAt = world.meta.deletedNames.get(name);
  if (deletedAt !== undefined && deletedAt + MONTH_MS > world.now()) {
    const text = `New content can't be added while the existing content of ${name} is being deleted. Try again in 4 weeks.`;
    throw templateError(2388023, "Message template language is being deleted", text);
  }
  checkComponents(given.components, category === "AUTHENTICATION");
  const template: Template = {
    ...given,
    id: graphId(),
    status: "PENDING",
    rejected_reason: "NONE",
    quality_score: { score: "UNKNOWN" },
  };
  world.meta.templates.push(template);
  startReview(sim, template);
  return { id: template.id, status: template.status, category };
}

const EDITABLE = ["APPROVED", "REJECTED", "PAUSED"];

/** `POST /{template-id}`: all components at once, then another look. */
export function editTemplate(sim: Simulation, id: string, input: unknown): { success: true } {
  const template = templateById(sim, id);
  const change = parseTemplate(templateBody.partial().omit({ name: true, language: true }), input);
  if (!EDITABLE.includes(template.status)) {
    throw templateError(
      2388025,
      "Template can't be edited",
      "Only approved, rejected or paused templates can be edited.",
    );
  }
  if (template.status === "APPROVED" && change.category && change.category !== template.category) {
    throw templateError(
      2388026,
      "Category can't be changed",
      "The category of an approved template can't be edited.",
    );
  }
  if (change.components)
    checkComponents(change.components, (change.category ?? template.category) === "AUTHENTICATION");
  const { parameter_format: _, ...rest } = change;
  Object.assign(
    template,
    Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  );
  if ((input as { parameter_format?: string })?.parameter_format)
    template.parameter_format = change.parameter_format!;
  startReview(sim, template);
  return { success: true };
}

/** `POST /{template-id}/unpause`, for one that pacing paused. */
export function unpauseTemplate(sim: Simulation, id: string): { success: boolean } {
  const template = templateById(sim, id);
  if (template.status !== "PAUSED") throw new GraphError(100, "The template is not paused.");
  decide(sim, template, "APPROVED");
  return { success: true };
}

function templateById({ world }: Simulation, id: string): Template {
  const template = world.meta.templates.find((one) => one.id === id);
  if (!template) throw noSuchObject("POST", id);
  return template;
}
