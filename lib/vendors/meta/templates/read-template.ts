import type {
  ListedTemplate,
  TemplateButton,
  TemplateComponent,
  TemplateState,
  UnsupportedPart,
} from "../../../model/template.ts";
import { placeholdersIn } from "../../../model/template-parameters.ts";
import { asRecord, type JsonRecord } from "../../shared/as-record.ts";
import { asText } from "../../shared/as-text.ts";
import { listOf } from "../../shared/list-of.ts";

type KnownState = Exclude<TemplateState, "draft">;

/** Those of the webhooks and of the list (docs, template status). One that is flagged is still sent. */
const states: Readonly<Record<string, KnownState>> = {
  PENDING: "pending",
  IN_REVIEW: "pending",
  APPROVED: "approved",
  FLAGGED: "approved",
  REINSTATED: "approved",
  REJECTED: "rejected",
  PAUSED: "paused",
  LOCKED: "paused",
  DISABLED: "disabled",
  LIMIT_EXCEEDED: "disabled",
  IN_APPEAL: "in_appeal",
  ARCHIVED: "archived",
  PENDING_DELETION: "deleted",
  DELETED: "deleted",
};
const qualities: Readonly<Record<string, ListedTemplate["quality"]>> = {
  GREEN: "green",
  YELLOW: "yellow",
  RED: "red",
  UNKNOWN: "unknown",
};

/** Null for a word that we do not know. */
export function stateOf(value: unknown): KnownState | null {
  return states[asText(value)?.toUpperCase() ?? ""] ?? null;
}

export function categoryOf(value: unknown): ListedTemplate["category"] {
  const name = asText(value)?.toLowerCase();
  return name === "utility" || name === "marketing" || name === "authentication" ? name : null;
}

/** A row of `GET /{business account}/message_templates`; null for one without an id, a name or a language. */
export function readTemplate(value: unknown): ListedTemplate | null {
  const row = asRecord(value);
  const [id, name, language] = [asText(row.id), asText(row.name), asText(row.language)];
  if (!id || !name || !language) return null;
  const parts = listOf(row.components).map(asRecord);
  const ofType = (type: string) => parts.find((part) => asText(part.type)?.toUpperCase() === type);
  const body = asText(ofType("BODY")?.text);
  const ttl = row.message_send_ttl_seconds;
  return {
    id,
    name,
    language,
    // A word that is new to us is no approval.
    state: stateOf(row.status) ?? "pending",
    category: categoryOf(row.category),
    quality: qualities[asText(asRecord(row.quality_score).score)?.toUpperCase() ?? ""] ?? null,
    reasonCode: asText(row.rejected_reason),
    ttlSeconds: typeof ttl === "number" && ttl >= 30 && ttl <= 2_592_000 ? ttl : null,
    body,
    components: componentsOf(ofType),
    unsupported: unsupportedIn(ofType, parts, body),
  };
}

function componentsOf(ofType: (type: string) => JsonRecord | undefined): TemplateComponent[] {
  const [header, footer] = [asText(ofType("HEADER")?.text), asText(ofType("FOOTER")?.text)];
  const buttons = listOf(ofType("BUTTONS")?.buttons).flatMap((one) => buttonOf(asRecord(one)) ?? []);
  return [
    ...(header ? [{ type: "HEADER", format: "TEXT", text: header } as const] : []),
    ...(footer ? [{ type: "FOOTER", text: footer } as const] : []),
    ...(buttons.length > 0 ? [{ type: "BUTTONS", buttons } as const] : []),
  ];
}

function buttonOf({ type, text, url }: JsonRecord): TemplateButton | null {
  const words = asText(text);
  const address = asText(url);
  if (!words) return null;
  if (type === "QUICK_REPLY") return { type: "QUICK_REPLY", text: words };
  return type === "URL" && address ? { type: "URL", text: words, url: address } : null;
}

/** What would have to be filled in when it is sent, and is not from here. */
function unsupportedIn(
  ofType: (type: string) => JsonRecord | undefined,
  parts: JsonRecord[],
  body: string | null,
): UnsupportedPart | null {
  const header = ofType("HEADER");
  if (!body) return "no_body";
  if (header && asText(header.format)?.toUpperCase() !== "TEXT") return "media_header";
  if (placeholdersIn(asText(header?.text) ?? "").length > 0) return "header_variable";
  const buttons = listOf(ofType("BUTTONS")?.buttons).map(asRecord);
  const isPlain = ({ type, url }: JsonRecord) =>
    type === "QUICK_REPLY" ||
    type === "PHONE_NUMBER" ||
    (type === "URL" && !(asText(url) ?? "").includes("{{"));
  const known = ["HEADER", "BODY", "FOOTER", "BUTTONS"];
  const isOther = parts.some(({ type }) => !known.includes(asText(type)?.toUpperCase() ?? ""));
  if (isOther || !buttons.every(isPlain)) return "buttons";
  const names = placeholdersIn(body);
  const isCounted = names.every((name, index) => name === String(index + 1));
  const isNamed = names.every((name) => !/^\d+$/.test(name)) && new Set(names).size === names.length;
  return isCounted || isNamed ? null : "variables";
}
