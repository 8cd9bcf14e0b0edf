import * as z from "zod/mini";
import type { TemplateButton, TemplateComponent } from "../model/template.ts";

const line = (most: number) => z.string().check(z.maxLength(most), z.regex(/^[^\p{Cc}{}]*$/u));

/** What WhatsApp shows beside the body (docs, templates, components), as one fills it in. Empty: none. */
export const templateLook = z.object({
  category: z.enum(["utility", "marketing"]),
  header: line(60),
  footer: line(60),
  buttons: z
    .array(
      z.object({
        text: line(25).check(z.minLength(1)),
        /** Empty: it answers with its own words. */
        url: z.string().check(z.maxLength(2000), z.regex(/^(https:\/\/[^\s{}]+)?$/)),
      }),
    )
    .check(z.maxLength(3)),
  /** How long WhatsApp tries to deliver it; null: 30 days. */
  ttlSeconds: z.nullable(z.int().check(z.minimum(30), z.maximum(43_200))),
});
export type TemplateLook = z.infer<typeof templateLook>;

/** As it is kept: null where there is nothing beside the body. */
export function componentsOf({ header, footer, buttons }: TemplateLook): TemplateComponent[] | null {
  const rows = buttons.map(
    ({ text, url }): TemplateButton =>
      url === "" ? { type: "QUICK_REPLY", text } : { type: "URL", text, url },
  );
  const components: TemplateComponent[] = [
    ...(header ? [{ type: "HEADER", format: "TEXT", text: header } as const] : []),
    ...(footer ? [{ type: "FOOTER", text: footer } as const] : []),
    // Answers together, addresses together (docs, templates): it takes no mixture.
    ...(rows.length > 0
      ? [{ type: "BUTTONS", buttons: rows.toSorted((a, b) => a.type.localeCompare(b.type)) } as const]
      : []),
  ];
  return components.length > 0 ? components : null;
}

/** The way back. */
export function lookOf(
  components: readonly TemplateComponent[],
): Pick<TemplateLook, "header" | "footer" | "buttons"> {
  const look: Pick<TemplateLook, "header" | "footer" | "buttons"> = { header: "", footer: "", buttons: [] };
  for (const part of components) {
    if (part.type === "HEADER") look.header = part.text;
    if (part.type === "FOOTER") look.footer = part.text;
    if (part.type === "BUTTONS") {
      look.buttons = part.buttons.map((button) => ({
        text: button.text,
        url: button.type === "URL" ? button.url : "",
      }));
    }
  }
  return look;
}
