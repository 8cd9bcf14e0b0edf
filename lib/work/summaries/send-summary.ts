import { openAccess } from "../alerts/receiver-access.ts";
import { sendMail } from "../alerts/send-mail.ts";
import type { TaskWork } from "../tasks/task.ts";
import type { SummaryFacts } from "./summary-facts.ts";
import { summaryText } from "./summary-text.ts";

/** One summary to one member, by the company's e-mail. */
export const summaryTask: TaskWork<SummaryFacts> = {
  async run(services, facts) {
    const { config } = services;
    const access = openAccess(config.channelKeys, facts.workspace, "email", facts.sealed);
    if (!access) {
      return { kind: "retry", code: "unauthorized", message: "No key in CHANNEL_KEYS opens the e-mail's." };
    }
    const mail = { id: facts.key, to: [facts.email], ...summaryText(facts, config.publicUrl) };
    const reply = await sendMail(services, access, mail);
    if (reply.kind === "none") {
      return { kind: "retry", code: "unreachable", message: "The e-mail's server cannot be reached." };
    }
    if (reply.status >= 200 && reply.status < 300) return { kind: "done" };
    return {
      kind: "retry",
      code: codeOf(reply.status),
      message: `The e-mail's server answered HTTP ${reply.status}.`,
    };
  },
};

function codeOf(status: number): string {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "server_error" : "refused";
}
