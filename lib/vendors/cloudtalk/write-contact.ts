import { responseData, waitOf } from "./list-calls.ts";
import { type CloudtalkAccess, requestCloudtalk } from "./request-cloudtalk.ts";

/** How one request about a contact ended. */
export type ContactAnswer =
  | { kind: "done"; data: unknown }
  | { kind: "no_contact" }
  /** To be tried again. */
  | {
      kind: "retry";
      code: "unauthorized" | "rate_limited" | "unreachable";
      message: string;
      waitMs: number | null;
    }
  /** CloudTalk will not take it, however often it is asked. */
  | { kind: "failed"; code: "refused"; message: string };

export interface Activity {
  /** Of those that its API lists. */
  type: "other" | "cancel";
  /** One line. */
  name: string;
  description: string;
  /** Ours: the same number is the same activity. */
  externalId: number;
  externalUrl: string | null;
}

/** Adds a tag to a contact and touches no other (CloudTalk OpenAPI 1.7: PUT creates). Never throws. */
export function addTag(access: CloudtalkAccess, contactId: string, tag: string): Promise<ContactAnswer> {
  return ask(access, `/contacts/addTags/${contactId}.json`, { tags: [tag] });
}

/** Takes a tag from a contact and touches no other (CloudTalk OpenAPI 1.7: DELETE, with the same body). Never throws. */
export function removeTag(access: CloudtalkAccess, contactId: string, tag: string): Promise<ContactAnswer> {
  return ask(access, `/contacts/removeTags/${contactId}.json`, { tags: [tag] }, "DELETE");
}

/** Its date is left out: it would be read in the company's own time zone, which we do not know. Never throws. */
export function addActivity(
  access: CloudtalkAccess,
  contactId: string,
  { type, name, description, externalId, externalUrl }: Activity,
): Promise<ContactAnswer> {
  return ask(access, `/activity/add/${contactId}.json`, {
    type,
    name,
    description,
    external_id: externalId,
    ...(externalUrl && { external_url: externalUrl }),
  });
}

/**
 * The contact with exactly this number (E.164). The search is loose and numbers come without `+`, as text or as integers
 * (fact sheet 2.2), so digits are compared. Of several the oldest. Never throws.
 */
export async function findContact(
  access: CloudtalkAccess,
  phone: string,
): Promise<{ kind: "found"; contactId: string } | Exclude<ContactAnswer, { kind: "done" }>> {
  const digits = phone.replace(/\D/g, "");
  const answer = await ask(access, `/contacts/index.json?keyword=${digits}&limit=100`);
  if (answer.kind !== "done") return answer;
  const rows = Array.isArray(answer.data) ? (answer.data as Record<string, Record<string, unknown>>[]) : [];
  const ids = rows
    .filter((row) => numbersOf(row?.ContactNumber).includes(digits))
    .map((row) => String(row?.Contact?.id ?? ""))
    .filter((id) => /^\d{1,18}$/.test(id))
    .toSorted((a, b) => Number(a) - Number(b));
  return ids[0] === undefined ? { kind: "no_contact" } : { kind: "found", contactId: ids[0] };
}

function numbersOf(value: unknown): string[] {
  const numbers = (Array.isArray(value) ? value : [value]) as (
    | { public_number?: unknown }
    | null
    | undefined
  )[];
  return numbers.map((number) => String(number?.public_number ?? "").replace(/\D/g, ""));
}

/** The HTTP code and `responseData.status` both tell of a failure, and need not agree. */
async function ask(
  access: CloudtalkAccess,
  path: string,
  body?: Record<string, unknown>,
  method?: "PUT" | "DELETE",
): Promise<ContactAnswer> {
  const exchange = await requestCloudtalk(access, path, body, method);
  if (exchange.kind === "no_answer") {
    return {
      kind: "retry",
      code: "unreachable",
      message: `CloudTalk did not answer: ${exchange.text}.`,
      waitMs: null,
    };
  }
  const answered = responseData(exchange);
  const told = Number(answered.status);
  const isOk = exchange.status >= 200 && exchange.status < 300;
  const status = isOk && told >= 300 && told <= 599 ? told : exchange.status;
  const retry = (code: "unauthorized" | "rate_limited" | "unreachable", message: string, waitMs = 0) =>
    ({ kind: "retry", code, message, waitMs }) as const;
  if (status === 404) return { kind: "no_contact" };
  if (status === 401 || status === 403) {
    return retry(
      "unauthorized",
      `CloudTalk refuses the API key (HTTP ${status}): check CLOUDTALK_API_ID and CLOUDTALK_API_KEY.`,
    );
  }
  if (status === 429) {
    return retry("rate_limited", "CloudTalk's limit of 60 requests a minute is used up.", waitOf(exchange));
  }
  if (status >= 500) return retry("unreachable", `CloudTalk has an error of its own (HTTP ${status}).`);
  if (status >= 200 && status < 300 && Object.keys(answered).length > 0)
    return { kind: "done", data: answered.data };
  // A page instead of an answer is a gateway's, and passes.
  if (status >= 200 && status < 400) {
    return retry("unreachable", `CloudTalk's answer (HTTP ${status}) cannot be understood.`);
  }
  return { kind: "failed", code: "refused", message: `CloudTalk refuses it (HTTP ${status}).` };
}
