import type { Content, Outgoing, SentMediaKind } from "../../../lib/model/content.ts";
import { sentMediaKinds } from "../../../lib/model/content.ts";

/** Meta's published sends that we do not make, with the reason. */
export const notSent: Record<string, string> = {
  "Send Catalog Message": "shops",
  "Send Catalog Template Message": "shops",
  "Send Multi-Product Message": "shops",
  "Send Single Product Message": "shops",
  "Send Order Details Message": "payments",
  "Send Order Status Message": "payments",
  "Send Draft Flow by ID": "Flows",
  "Send Draft Flow by Name": "Flows",
  "Send Published Flow by ID": "Flows",
  "Send Published Flow by Name": "Flows",
  "Send Flow Template Message": "Flows",
  "Send Contact Message": "a whole address book entry: we share name and numbers",
  "Send Reply to Contact Message": "a whole address book entry: we share name and numbers",
};

// biome-ignore lint/suspicious/noExplicitAny: Meta's own examples, of whatever shape.
type Body = Record<string, any>;
/** Two of the examples leave it out. */
const typeOf = ({ type, interactive }: Body) => type ?? (interactive ? "interactive" : "text");

/** What we would have to be asked for this body to leave. */
export function outgoingOf(body: Body): Outgoing {
  const quoted = body.context?.message_id;
  return { to: body.to, content: contentOf(body), ...(quoted && { quoted }) };
}

function contentOf(body: Body): Content {
  const { text, template, interactive, reaction, location } = body;
  const type = typeOf(body);
  if (type === "text") return { kind: "text", text: text.body, preview: text.preview_url };
  if (type === "template") {
    const { name, language, components } = template;
    return { kind: "template", name, language: language.code, parameters: [], components };
  }
  if (type === "reaction") return { kind: "reaction", on: reaction.message_id, emoji: reaction.emoji };
  if (type === "location") return { kind: "location", ...location };
  if (interactive?.type === "button") {
    const buttons = interactive.action.buttons.map(({ reply }: Body) => reply);
    return { kind: "interactive", interactive: "buttons", body: interactive.body.text, buttons };
  }
  if (interactive) {
    const { header, body: said, footer, action } = interactive;
    const { button, sections } = action;
    return {
      kind: "interactive",
      interactive: "list",
      header: header?.text,
      body: said.text,
      footer: footer?.text,
      button,
      sections,
    };
  }
  const kind = sentMediaKinds.find((one) => one === type) as SentMediaKind;
  const { id, link: url, caption, filename: fileName } = body[kind];
  return { kind: "media", media: { kind, id, url, fileName }, caption };
}

/** Both as they are compared: without what we always say (`recipient_type`, `type`) and what Meta's examples write in two ways. */
export function comparable(body: Body): unknown {
  const { recipient_type: _, biz_opaque_callback_data: __, ...rest } = structuredClone(body);
  const template = rest.template;
  if (template) {
    delete template.language.policy;
    for (const component of template.components ?? []) {
      if ("index" in component) component.index = String(component.index);
    }
  }
  return { ...rest, type: typeOf(body) };
}
