import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { VerbArgs } from "../db/verbs.ts";
import type { StaffMember } from "../model/staff.ts";
import type { TemplateComponent } from "../model/template.ts";
import type { Services } from "../services.ts";
import { issueProblem } from "./issue-problem.ts";
import { conflictProblem } from "./save-setting.ts";
import { templateSetting } from "./template-setting.ts";

type Answer = { saved: true; version: number } | { saved: false; code: string; by?: string[] };

/** Beside the body: what a vendor that reviews texts shows and goes by. */
export interface SavedLook {
  category: "utility" | "marketing";
  components: TemplateComponent[] | null;
  ttlSeconds: number | null;
}

/**
 * Saves a text over the version that the person saw (0: a new one; null: whatever is there); answers the new version.
 * Without a look it keeps the one that it has. Throws Problem: `bad_setting` with the field named, `conflict`, `forbidden`.
 */
export async function saveTemplate(
  services: Pick<Services, "db">,
  member: StaffMember,
  value: unknown,
  expectedVersion: number | null,
  look?: SavedLook,
): Promise<number> {
  const read = templateSetting.safeParse(value);
  if (!read.success) throw issueProblem(read.error.issues[0]!, "template");
  return write(services, member, {
    ...read.data,
    title: read.data.title?.trim() || null,
    expected_version: expectedVersion,
    ...(look && { look: { ...look } }),
  });
}

/** Removes a text that no rule and no reminder names; the messages that it made keep theirs. Throws Problem as saving does. */
export async function removeTemplate(
  services: Pick<Services, "db">,
  member: StaffMember,
  key: string,
  expectedVersion: number | null,
): Promise<void> {
  await write(services, member, {
    key,
    language: null,
    body: null,
    title: null,
    expected_version: expectedVersion,
  });
}

async function write(
  { db }: Pick<Services, "db">,
  member: StaffMember,
  template: Omit<VerbArgs<"save_template">, "workspace" | "actor">,
): Promise<number> {
  const answer = await (callRpc(db, "save_template", {
    workspace: member.workspace,
    actor: member.userId,
    ...template,
  }) as Promise<Answer>);
  if (answer.saved) return answer.version;
  if (answer.code === "conflict") throw conflictProblem();
  throw answer.code === "in_use"
    ? new Problem(
        "bad_setting",
        `This text is in use by: ${answer.by?.join(", ")}. Choose another there first.`,
        { field: "key" },
      )
    : new Problem("bad_setting", 'The field "body" cannot be saved: it has an unknown variable.', {
        field: "body",
      });
}
