import { callRpc } from "../../../db/call-rpc.ts";
import { callTable } from "../../../db/call-table.ts";
import type { StaffMember } from "../../../model/staff.ts";
import type {
  TemplateCategory,
  TemplateComponent,
  TemplateState,
  UnsupportedPart,
} from "../../../model/template.ts";
import type { Template } from "../../../settings/read-templates.ts";

/** A number whose vendor reviews texts. */
export interface ReviewingChannel {
  id: string;
  name: string;
  vendor: string;
  /** Its vendor tells nobody what it approved: staff write it. */
  byHand: boolean;
  /** When its list was last read, and why not since; null: never. */
  lastList: { endedAt: string | null; reason: string | null } | null;
}

/** Where a text stands on one of them. */
export interface ReviewedText {
  id: number;
  channel: string;
  /** Of the text; null: only the vendor has it. */
  key: string | null;
  /** What the vendor has is the text as it is saved now. */
  current: boolean | null;
  version: number;
  /** At the vendor. */
  name: string | null;
  language: string | null;
  state: TemplateState;
  isAtVendor: boolean;
  categoryAsked: TemplateCategory | null;
  category: TemplateCategory | null;
  becomes: TemplateCategory | null;
  /** ISO 8601, as all moments here. */
  becomesAt: string | null;
  quality: "green" | "yellow" | "red" | "unknown" | null;
  reasonCode: string | null;
  reason: string | null;
  recommendation: string | null;
  ttlSeconds: number | null;
  /** As the vendor has it. */
  shown: {
    body?: string | null;
    components?: TemplateComponent[];
    unsupported?: UnsupportedPart | null;
  } | null;
  drifted: boolean;
  /** On its way there. */
  errand: "create" | "edit" | "remove" | null;
  /** Why the last errand came to nothing. */
  errandCode: string | null;
  errandReason: string | null;
  submittedAt: string | null;
  syncedAt: string | null;
}

export interface Shelf {
  now: string;
  channels: ReviewingChannel[];
  states: ReviewedText[];
}

export function readShelf({ client, workspace }: Pick<StaffMember, "client" | "workspace">): Promise<Shelf> {
  return callRpc(client, "template_shelf", { workspace }) as Promise<Shelf>;
}

/** A text with what a vendor that reviews texts shows beside it. */
export interface WrittenTemplate extends Pick<Template, "key" | "title" | "language" | "body" | "version"> {
  category: TemplateCategory | null;
  components: TemplateComponent[] | null;
  ttlSeconds: number | null;
}

/** Null for no such text. */
export async function readWritten(
  { client, workspace }: Pick<StaffMember, "client" | "workspace">,
  key: string,
): Promise<WrittenTemplate | null> {
  const [row] = await callTable<WrittenTemplate[]>(
    client
      .from("whatsapp_templates")
      .select("key, title, language, body, version, category, components, ttlSeconds:ttl_seconds")
      .eq("workspace_id", workspace)
      .eq("key", key),
  );
  return row ?? null;
}
