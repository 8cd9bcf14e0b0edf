/** A reviewed text of WhatsApp's, as our side speaks of it. */
export const templateStates = [
  "draft",
  "pending",
  "approved",
  "rejected",
  "paused",
  "disabled",
  "in_appeal",
  "archived",
  "deleted",
] as const;
export type TemplateState = (typeof templateStates)[number];

export const templateCategories = ["utility", "marketing", "authentication"] as const;
export type TemplateCategory = (typeof templateCategories)[number];

/** Beside the body, as WhatsApp has them. */
export type TemplateComponent =
  | { type: "HEADER"; format: "TEXT"; text: string }
  | { type: "FOOTER"; text: string }
  | { type: "BUTTONS"; buttons: TemplateButton[] };

export type TemplateButton =
  | { type: "QUICK_REPLY"; text: string }
  | { type: "URL"; text: string; url: string };

export interface TemplateDraft {
  /** `[a-z0-9_]`, at most 512. */
  name: string;
  language: string;
  category: TemplateCategory;
  /** With `{{name}}` for each variable. */
  body: string;
  /** Of the body, in their order; each name once. */
  parameters: { name: string; example: string }[];
  components: TemplateComponent[];
  /** How long the vendor tries to deliver it; null: as long as it likes. */
  ttlSeconds: number | null;
}

/** Why one that the vendor has cannot be sent from here. */
export const unsupportedParts = [
  "media_header",
  "header_variable",
  "buttons",
  "no_body",
  "variables",
] as const;
export type UnsupportedPart = (typeof unsupportedParts)[number];

/** A row of the vendor's own list. */
export interface ListedTemplate {
  id: string;
  name: string;
  language: string;
  state: Exclude<TemplateState, "draft">;
  /** Null for one that we do not know. */
  category: TemplateCategory | null;
  quality: "green" | "yellow" | "red" | "unknown" | null;
  /** The vendor's code for why it is rejected. */
  reasonCode: string | null;
  ttlSeconds: number | null;
  /** Null where it has none. */
  body: string | null;
  components: TemplateComponent[];
  unsupported: UnsupportedPart | null;
}
