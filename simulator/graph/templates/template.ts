export const CATEGORIES = ["UTILITY", "MARKETING", "AUTHENTICATION"] as const;
export type Category = (typeof CATEGORIES)[number];

export const TEMPLATE_STATUSES = ["PENDING", "APPROVED", "REJECTED", "PAUSED", "DISABLED"] as const;
export type TemplateStatus = (typeof TEMPLATE_STATUSES)[number];

export interface TemplateComponent {
  type: string;
  format?: string;
  text?: string;
  buttons?: { type: string; text?: string; url?: string; phone_number?: string }[];
  example?: Record<string, unknown>;
  [more: string]: unknown;
}

/** As `GET /{waba-id}/message_templates` shows it (docs, template management). */
export interface Template {
  id: string;
  name: string;
  language: string;
  category: Category;
  status: TemplateStatus;
  parameter_format: "POSITIONAL" | "NAMED";
  components: TemplateComponent[];
  rejected_reason: string;
  quality_score: { score: "UNKNOWN" | "GREEN" | "YELLOW" | "RED" };
  message_send_ttl_seconds?: number;
  previous_category?: Category;
}

export function componentOf(template: Template, type: string): TemplateComponent | undefined {
  return template.components.find((component) => component.type.toUpperCase() === type);
}

/** `{{1}}` or `{{nome}}`, in their order, each once. */
export function variablesIn(text: string | undefined): string[] {
  return [...new Set([...(text ?? "").matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].map(([, name]) => name!))];
}
