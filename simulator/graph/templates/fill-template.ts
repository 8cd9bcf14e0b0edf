import type { ChatKind, Choice } from "../../world/chat-message.ts";
import type { World } from "../../world/world.ts";
import { GraphError } from "../graph-error.ts";
import type { FileSource, Loose, MessageContent } from "../parse-message.ts";
import { componentOf, type Template, variablesIn } from "./template.ts";

const MEDIA: Record<string, ChatKind> = { image: "photo", video: "video", document: "pdf" };

/** `template{name, language, components}` of a send: what the phone shows of it, or Meta's refusal (docs, error codes). */
export function fillTemplate(world: World, own: Loose): MessageContent {
  const [name, language] = [String(own.name ?? ""), String(own.language?.code ?? "")];
  const template = world.meta.templates.find((one) => one.name === name && one.language === language);
  if (!template || template.status === "PENDING" || template.status === "REJECTED") {
    const details = `template name (${name}) does not exist in ${language}`;
    throw new GraphError(132001, "Template name does not exist in the translation", { status: 404, details });
  }
  if (template.status === "PAUSED") throw new GraphError(132015, "Template is Paused");
  if (template.status === "DISABLED") throw new GraphError(132016, "Template is Disabled");
  const given = Array.isArray(own.components) ? (own.components as Loose[]) : [];
  const parametersOf = (type: string) =>
    given
      .filter((one) => String(one.type).toLowerCase() === type)
      .flatMap((one) => (one.parameters ?? []) as Loose[]);
  const header = componentOf(template, "HEADER");
  const headerText = header?.format === "TEXT" ? filled(template, header.text, parametersOf("header")) : null;
  const body = filled(template, componentOf(template, "BODY")?.text, parametersOf("body"));
  const text = [headerText, body, componentOf(template, "FOOTER")?.text].filter(Boolean).join("\n");
  return {
    kind: "text",
    text,
    ...headerFile(header?.format, parametersOf("header")),
    choices: choices(template, given),
    template,
  };
}

function filled(template: Template, text: string | undefined, parameters: Loose[]): string {
  const names = variablesIn(text);
  if (names.length !== parameters.length) {
    const details = `body: number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`;
    throw new GraphError(132000, "Number of parameters does not match the expected number of params", {
      details,
    });
  }
  const isNamed = template.parameter_format === "NAMED";
  return (text ?? "").replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (_, name: string) => {
    const given = isNamed
      ? parameters.find((one) => one.parameter_name === name)
      : parameters[names.indexOf(name)];
    if (!given) {
      throw new GraphError(132012, "Parameter format does not match format in the created template", {
        details: `Parameter name is missing or empty: ${name}`,
      });
    }
    return String(given.text ?? given.currency?.fallback_value ?? given.date_time?.fallback_value ?? "");
  });
}

function headerFile(format: string | undefined, parameters: Loose[]): Partial<MessageContent> {
  const kind = MEDIA[format?.toLowerCase() ?? ""];
  if (!kind) return {};
  const file = parameters[0]?.[format!.toLowerCase()] as (FileSource & { filename?: string }) | undefined;
  if (!file?.id && !file?.link) {
    const details = `header: Format mismatch, expected ${format}, received UNKNOWN`;
    throw new GraphError(132012, "Parameter format does not match format in the created template", {
      details,
    });
  }
  return { kind, file: { id: file.id, link: file.link }, fileName: file.filename ?? null };
}

/** Quick replies can be tapped; what they say is the payload of the send, or their own words. */
function choices(template: Template, given: Loose[]): Choice[] {
  return (componentOf(template, "BUTTONS")?.buttons ?? []).flatMap(({ type, text = "" }, index) => {
    if (type.toUpperCase() !== "QUICK_REPLY") return [];
    const own = given.find(
      (one) => String(one.type).toLowerCase() === "button" && String(one.index) === String(index),
    );
    const payload = own?.parameters?.[0]?.payload;
    return [{ id: typeof payload === "string" ? payload : text, title: text, from: "template" as const }];
  });
}
