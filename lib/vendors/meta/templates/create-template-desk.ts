import { asRecord } from "../../shared/as-record.ts";
import { asText } from "../../shared/as-text.ts";
import { listOf } from "../../shared/list-of.ts";
import type { TemplateDesk } from "../../vendor.ts";
import { readTemplate } from "./read-template.ts";
import { requestTemplates, type TemplateAccess } from "./request-templates.ts";
import { sortTemplateAnswer } from "./sort-template-answer.ts";
import { changeBody, creationBody } from "./template-body.ts";

export interface DeskOptions extends Omit<TemplateAccess, "fetch" | "timeoutMs"> {
  fetch?: typeof fetch;
  timeoutMs?: number;
}

const fields =
  "id,name,language,status,category,quality_score,rejected_reason,message_send_ttl_seconds,components";
const pageSize = 50;

/** The templates of a WhatsApp business account (docs, templates). */
export function createTemplateDesk(options: DeskOptions): TemplateDesk {
  const access: TemplateAccess = {
    ...options,
    timeoutMs: options.timeoutMs ?? 15_000,
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
  };
  const { accessToken } = access;
  const part = (text: string) => encodeURIComponent(text.toWellFormed());
  const list = `/${part(access.businessAccountId)}/message_templates`;
  return {
    async list(cursor) {
      const after = cursor === null ? "" : `&after=${part(cursor)}`;
      const answer = await requestTemplates(
        access,
        "GET",
        `${list}?fields=${fields}&limit=${pageSize}${after}`,
      );
      if (answer.kind === "no_answer" || !Array.isArray(answer.body.data)) {
        const { kind, ...failure } = sortFailure(sortTemplateAnswer(answer, accessToken));
        return { kind: "failed", ...failure };
      }
      const paging = asRecord(answer.body.paging);
      const next = asText(asRecord(paging.cursors).after);
      const templates = listOf(answer.body.data).flatMap((row) => readTemplate(row) ?? []);
      // The last page has cursors too, but no address of a next one.
      return { kind: "page", templates, next: asText(paging.next) === null ? null : next };
    },
    create: async (draft) =>
      sortTemplateAnswer(await requestTemplates(access, "POST", list, creationBody(draft)), accessToken),
    edit: async (id, draft) =>
      sortTemplateAnswer(
        await requestTemplates(access, "POST", `/${part(id)}`, changeBody(draft)),
        accessToken,
      ),
    async remove(id, name) {
      const path = `${list}?hsm_id=${part(id)}&name=${part(name)}`;
      return sortTemplateAnswer(await requestTemplates(access, "DELETE", path), accessToken);
    },
  };

  function sortFailure(sorted: ReturnType<typeof sortTemplateAnswer>) {
    if (sorted.kind === "retry") return sorted;
    const message = sorted.kind === "refused" ? sorted.message : "Meta's answer has no list.";
    return { kind: "retry" as const, code: "unreadable_answer", message, waitMs: null };
  }
}
