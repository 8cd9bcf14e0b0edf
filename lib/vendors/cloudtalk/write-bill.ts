import type { BillNews, WriteResult } from "../vendor.ts";
import type { CloudtalkAccess } from "./request-cloudtalk.ts";
import { addActivity, addTag, findContact, removeTag } from "./write-contact.ts";

export const billTag = "bolletta ricevuta";
/** What the agents read in CloudTalk, in the language they work in. */
const activityName = "Bolletta ricevuta su WhatsApp";
const undoneName = "Bolletta annullata: quella ricevuta su WhatsApp non vale";

/** Writes on the caller's contact that a bill is in, or that it is no longer. Never throws. */
export async function writeBill(access: CloudtalkAccess, news: BillNews): Promise<WriteResult> {
  if (news.contactId !== null) {
    const result = await write(access, news, news.contactId);
    // Deleted or merged since: its number may lead to the one it became.
    if (result !== null) return result;
  }
  const found = news.phone ? await findContact(access, news.phone) : { kind: "no_contact" as const };
  if (found.kind === "retry" || found.kind === "failed") return found;
  const contactId = found.kind === "found" ? found.contactId : null;
  const result = contactId === null ? null : await write(access, news, contactId);
  const message = "CloudTalk has no contact with this number, so there is nothing to write on.";
  return result ?? { kind: "failed", code: "no_contact", message };
}

/** Null: there is no such contact. */
async function write(
  access: CloudtalkAccess,
  { kind, isIn, externalId, at, publicUrl }: BillNews,
  contactId: string,
): Promise<WriteResult | null> {
  const answer =
    kind === "tag"
      ? await (isIn ? addTag : removeTag)(access, contactId, billTag)
      : // An activity has no documented way to be taken back but in bulk: a second one says so.
        await addActivity(access, contactId, {
          type: isIn ? "other" : "cancel",
          name: isIn ? activityName : undoneName,
          description: `Aftercall, ${at.slice(0, 10)}`,
          externalId,
          externalUrl: publicUrl && `${publicUrl}/monitor/calls/${externalId}`,
        });
  if (answer.kind === "no_contact") return null;
  return answer.kind === "done" ? { kind: "done", contactId } : answer;
}
