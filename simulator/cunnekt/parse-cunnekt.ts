import { z } from "zod";
import { GraphError } from "../graph/graph-error.ts";
import { type MetaMessage, parseMessage } from "../graph/parse-message.ts";
import { fillTemplate } from "../graph/templates/fill-template.ts";
import type { World } from "../world/world.ts";

export type CunnektPath = "sendnotification" | "replymessage" | "messages";

const notification = z.object({
  mobile: z.string().regex(/^\d{8,15}$/),
  templateid: z.union([z.string().min(1), z.number()]).transform(String),
  template: z.object({ components: z.array(z.unknown()).optional() }).optional(),
});
const older = z.object({
  to: z.string().regex(/^\+?\d{8,15}$/),
  type: z.string().default("text"),
  text: z.union([z.string(), z.object({ body: z.string() })]).optional(),
  message: z.string().optional(),
});
const nothing = {
  recipient: null,
  fileName: null,
  file: null,
  quotes: null,
  choices: [],
  reaction: null,
  callback: null,
} as const;

/** The bodies of its three ways to send; throws GraphError. */
export function parseCunnekt(world: World, path: CunnektPath, input: unknown): MetaMessage {
  if (path === "replymessage") return parseMessage(world, input);
  if (path === "sendnotification") {
    const { mobile, templateid, template } = told(notification, input);
    const known = world.meta.templates.find(({ id, name }) => id === templateid || name === templateid);
    if (!known) throw new GraphError(132001, `Template ${templateid} not found`, { status: 404 });
    const { name, language } = known;
    const content = fillTemplate(world, {
      name,
      language: { code: language },
      components: template?.components,
    });
    return { ...nothing, ...content, choices: content.choices ?? [], template: known, to: mobile };
  }
  // As Meta's where it says so, else the few fields of the older system.
  if ((input as { messaging_product?: unknown } | null)?.messaging_product) return parseMessage(world, input);
  const { to, text, message } = told(older, input);
  const words = message ?? (typeof text === "string" ? text : text?.body) ?? "";
  if (words.trim() === "") throw new GraphError(100, "The text is missing.");
  return { ...nothing, choices: [], to, kind: "text", text: words, template: null };
}

function told<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw new GraphError(100, `The field ${parsed.error.issues[0]?.path.join(".")} is missing or malformed.`);
}
