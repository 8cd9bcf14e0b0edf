import type { Services } from "../../services.ts";
import { cloudtalkAccess } from "../../vendors/cloudtalk/cloudtalk-access.ts";
import type { CloudtalkAccess } from "../../vendors/cloudtalk/request-cloudtalk.ts";
import { addActivity, addTag, findContact } from "../../vendors/cloudtalk/write-contact.ts";
import { type CloudtalkTask, cloudtalkTaskStore, type TaskResult } from "./cloudtalk-task-store.ts";

export const billTag = "bolletta ricevuta";
/** What the agents read in CloudTalk, in the language they work in. */
const activityName = "Bolletta ricevuta su WhatsApp";

/** Nothing is begun later than this after the start, ms. */
const beginWithinMs = 20_000;

/**
 * Writes the bills that came to CloudTalk, one task after the other, as far as its rate limit allows (the database counts).
 * Never throws: whatever fails is tried again by a later tick, and holds up nothing else.
 */
export async function tellCloudtalk(services: Services): Promise<void> {
  const access = cloudtalkAccess(services.config);
  if (!access) return;
  const untilMs = performance.now() + beginWithinMs;
  try {
    while (performance.now() < untilMs) {
      const [task] = await cloudtalkTaskStore.take(services.db, 1);
      if (!task) return;
      const result = await tell(access, task, services.config.publicUrl);
      if (result.kind !== "done") {
        services.log.warn({ call: task.externalId, code: result.code }, result.message);
      }
      await cloudtalkTaskStore.finish(services.db, task, result);
    }
  } catch (error) {
    services.log.error({ err: error }, "writing to CloudTalk stopped");
  }
}

async function tell(
  access: CloudtalkAccess,
  task: CloudtalkTask,
  publicUrl: string | null,
): Promise<TaskResult> {
  if (task.contactId !== null) {
    const result = await write(access, task, task.contactId, publicUrl);
    // Deleted or merged since: its number may lead to the one it became.
    if (result !== null) return result;
  }
  const found = task.phone ? await findContact(access, task.phone) : { kind: "no_contact" as const };
  if (found.kind === "retry" || found.kind === "failed") return found;
  const contactId = found.kind === "found" ? found.contactId : null;
  const result = contactId === null ? null : await write(access, task, contactId, publicUrl);
  const message = "CloudTalk has no contact with this number, so there is nothing to write on.";
  return result ?? { kind: "failed", code: "no_contact", message };
}

/** Null: there is no such contact. */
async function write(
  access: CloudtalkAccess,
  { kind, externalId, receivedAt }: CloudtalkTask,
  contactId: string,
  publicUrl: string | null,
): Promise<TaskResult | null> {
  const answer =
    kind === "tag"
      ? await addTag(access, contactId, billTag)
      : await addActivity(access, contactId, {
          name: activityName,
          description: `Aftercall, ${receivedAt.slice(0, 10)}`,
          externalId,
          externalUrl: publicUrl && `${publicUrl}/monitor/calls/${externalId}`,
        });
  if (answer.kind === "no_contact") return null;
  return answer.kind === "done" ? { kind: "done", contactId } : answer;
}
