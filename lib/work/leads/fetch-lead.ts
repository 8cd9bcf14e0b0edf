import { prepareEffects } from "../../inbox/prepare-effects.ts";
import { knownSecrets } from "../../inbox/receive-delivery.ts";
import type { TaskResult, TaskWork } from "../tasks/task.ts";
import { leadDesk, mendable } from "./lead-desks.ts";

const halfHourMs = 30 * 60_000;

/** Reads what an announced lead says; its effect in the database is that of one that came whole (app.lead_fetched). */
export const fetchLeadTask: TaskWork<{ lead: number; source: string; externalId: string }> = {
  async run(services, { source, externalId }): Promise<TaskResult> {
    const found = await leadDesk(services, source);
    if (!found) {
      return {
        kind: "retry",
        code: "not_configured",
        message: "No token is set with which this lead can be read.",
        everyMs: halfHourMs,
      };
    }
    const answer = await found.desk.lead(externalId);
    if (answer.kind === "lead") {
      const [lead] = prepareEffects([answer.lead], knownSecrets(services));
      return { kind: "done", lead };
    }
    const { kind, code, message, waitMs } = answer;
    if (kind === "failed") return { kind, code, message };
    if (mendable.includes(code)) return { kind, code, message, everyMs: halfHourMs };
    return { kind, code, message, waitMs, holdsAll: code === "rate_limited" };
  },
};
