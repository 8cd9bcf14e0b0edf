import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { StaffMember } from "../model/staff.ts";
import type { Services } from "../services.ts";
import { issueProblem, pathText } from "./issue-problem.ts";
import { type SettingKind, type SettingValue, settings } from "./settings.ts";

type Answer = { saved: boolean; version: number; unknownTemplate?: string[] };

/**
 * Reads a new value and saves it over the version that the person saw; answers the new version. Throws Problem:
 * `bad_setting` with the field named, and the old value stays; `conflict` when somebody else saved meanwhile; `forbidden`.
 */
export async function saveSetting<Kind extends SettingKind>(
  { db }: Pick<Services, "db">,
  member: StaffMember,
  kind: Kind,
  value: unknown,
  expectedVersion: number,
): Promise<number> {
  const read = readSettingValue(kind, value);
  const { saved, version, unknownTemplate } = await (callRpc(db, "save_settings", {
    workspace: member.workspace,
    kind,
    value: read,
    expected_version: expectedVersion,
    actor: member.userId,
  }) as Promise<Answer>);
  if (saved) return version;
  if (!unknownTemplate) throw conflictProblem();
  const field = pathText(unknownTemplate.map((part) => (/^\d+$/.test(part) ? Number(part) : part)));
  throw new Problem(
    "bad_setting",
    `The field "${field}" cannot be saved. There is no text with this key; write it first.`,
    { field },
  );
}

/** Throws Problem `bad_setting` that names the first field that is wrong, as `rules[1].when.talkingSeconds.min`. */
export function readSettingValue<Kind extends SettingKind>(kind: Kind, value: unknown): SettingValue<Kind> {
  const read = settings[kind].safeParse(value);
  if (read.success) return read.data as SettingValue<Kind>;
  throw issueProblem(read.error.issues[0]!, kind);
}

export function conflictProblem(): Problem {
  return new Problem(
    "conflict",
    "Somebody else changed this meanwhile. Open it again and repeat your change.",
  );
}
