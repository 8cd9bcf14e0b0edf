import type { TemplateNews } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";

/** `event` of a status (docs, message_template_status_update). A locked or flagged one goes on as it is. */
const states: Record<string, TemplateNews["state"]> = {
  pending: "pending",
  approved: "approved",
  reinstated: "approved",
  unarchived: "approved",
  rejected: "rejected",
  paused: "paused",
  disabled: "disabled",
  in_appeal: "in_appeal",
  archived: "archived",
  deleted: "deleted",
  pending_deletion: "deleted",
};
const qualities = ["green", "yellow", "red", "unknown"] as const;

/**
 * Status, quality and category of a template, told apart by what is there: the sample of a quality update stands in the field of
 * the status (docs, webhooks, Oct 2025). Null where it names no template.
 */
export function readTemplateNews(value: JsonRecord): TemplateNews | null {
  const name = asText(value.message_template_name);
  const language = asText(value.message_template_language);
  if (name === null || language === null) return null;
  const told = {
    type: "template_news",
    templateId: idOf(value.message_template_id),
    name,
    language,
  } as const;
  if (value.new_quality_score !== undefined) return { ...told, quality: qualityOf(value.new_quality_score) };
  if (value.new_category !== undefined) return { ...told, ...categoriesOf(value) };
  const word = asText(value.event)?.toLowerCase() ?? "";
  const category = asText(value.message_template_category)?.toLowerCase();
  const state = Object.hasOwn(states, word) ? states[word] : undefined;
  return {
    ...told,
    ...(state && { state }),
    ...whyOf(value, state ? null : word),
    ...(category && { category }),
  };
}

/** A warning names the present category as the new one, and beside it what it will be; a change names the past one. */
function categoriesOf(value: JsonRecord): Pick<TemplateNews, "category" | "becomesCategory"> {
  const category = asText(value.new_category)?.toLowerCase();
  const becomes = asText(value.correct_category)?.toLowerCase();
  return { ...(category && { category }), ...(becomes && { becomesCategory: becomes }) };
}

type Why = Pick<TemplateNews, "reasonCode" | "reason" | "recommendation">;

/** `reason` is a code, whatever is told beside it in words (docs, message_template_status_update). */
function whyOf(value: JsonRecord, word: string | null): Why {
  const told = asText(value.reason);
  const code = told !== null && /^[A-Z][A-Z_]{0,99}$/.test(told) ? told : null;
  const other = asRecord(value.other_info);
  const rejection = asRecord(value.rejection_info);
  const recommendation = asText(rejection.recommendation);
  const parts = [
    asText(rejection.reason) ?? (told === "NONE" ? null : told),
    asText(other.title),
    asText(other.description),
    asText(asRecord(value.disable_info).disable_date),
    word,
  ].filter((part) => part !== null && part !== "");
  return {
    ...(code !== null && code !== "NONE" && { reasonCode: code }),
    reason: parts.join(": ").slice(0, 500).toWellFormed() || null,
    ...(recommendation && { recommendation: recommendation.slice(0, 500).toWellFormed() }),
  };
}

function qualityOf(value: unknown): TemplateNews["quality"] {
  const word = asText(value)?.toLowerCase();
  return qualities.find((one) => one === word) ?? "unknown";
}

/** A number in webhooks, a text elsewhere. */
function idOf(value: unknown): string | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : asText(value);
}
