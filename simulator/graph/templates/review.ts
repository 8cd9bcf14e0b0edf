import type { Simulation } from "../../simulation.ts";
import { emitGraph } from "../emit-graph.ts";
import { verdictOn } from "./check-template.ts";
import type { Template, TemplateStatus } from "./template.ts";

const REVIEW_STEPS = 3;

/** Somebody looks at it in a moment, and approves or rejects it by rule; with a slow review nobody does. */
export function startReview(sim: Simulation, template: Template): void {
  template.status = "PENDING";
  template.rejected_reason = "NONE";
  sim.world.touch();
  if (sim.world.switches.metaSlowReview) return;
  sim.world.schedule(() => {
    if (template.status !== "PENDING") return;
    const verdict = verdictOn(template.category, template.components);
    decide(sim, template, verdict ? "REJECTED" : "APPROVED", verdict?.reason, verdict?.text);
  }, REVIEW_STEPS * sim.settings.statusDelayMs);
}

/** Its state changes, and Meta says so (docs, template status webhooks). */
export function decide(
  sim: Simulation,
  template: Template,
  status: TemplateStatus,
  reason = "NONE",
  recommendation?: string,
): void {
  const wasPaused = template.status === "PAUSED";
  template.status = status;
  template.rejected_reason = status === "REJECTED" ? reason : "NONE";
  sim.world.touch();
  const event = status === "APPROVED" && wasPaused ? "REINSTATED" : status;
  void emitGraph(
    sim,
    "message_template_status_update",
    {
      event,
      ...naming(template),
      reason: reason === "NONE" && status === "APPROVED" ? "NONE" : status === "REJECTED" ? reason : null,
      message_template_category: template.category,
      ...(status === "PAUSED" && {
        other_info: {
          title: "FIRST_PAUSE",
          description: "The template was paused for 3 hours because of low quality.",
        },
      }),
      ...(status === "REJECTED" && {
        rejection_info: {
          reason: recommendation ?? reason,
          recommendation: "Change the text and submit it again.",
        },
      }),
    },
    `template ${event}`,
  );
}

/** Meta finds that it belongs to another category: first a warning, then it is done (docs, template category webhooks). */
export function changeCategory(
  sim: Simulation,
  template: Template,
  category: Template["category"],
  isWarning: boolean,
): void {
  const was = template.category;
  const value = isWarning
    ? {
        new_category: was,
        correct_category: category,
        category_update_timestamp: Math.floor(sim.world.now() / 1000) + 86_400,
      }
    : { previous_category: was, new_category: category };
  if (!isWarning) {
    template.previous_category = was;
    template.category = category;
  }
  sim.world.touch();
  void emitGraph(sim, "template_category_update", { ...naming(template), ...value });
}

export function changeQuality(
  sim: Simulation,
  template: Template,
  score: Template["quality_score"]["score"],
): void {
  const previous = template.quality_score.score;
  template.quality_score = { score };
  sim.world.touch();
  void emitGraph(sim, "message_template_quality_update", {
    previous_quality_score: previous,
    new_quality_score: score,
    ...naming(template),
  });
}

/** Its id is a number here, and text elsewhere. */
function naming({ id, name, language }: Template) {
  return {
    message_template_id: Number(id),
    message_template_name: name,
    message_template_language: language,
  };
}
