import { parseArgs } from "node:util";
import { StaffFailure } from "./staff-failure.ts";

export const roles = ["agent", "manager", "admin"] as const;
export type Role = (typeof roles)[number];

/** As the pages say them. */
export const roleWords: Record<Role, string> = { agent: "assistant", manager: "manager", admin: "admin" };

export type StaffCommand =
  | { verb: "add"; email: string; role: Role; workspace: string; name: string | null }
  | { verb: "remove"; email: string; workspace: string }
  | { verb: "list" };

export const usage = [
  "npm run staff -- add EMAIL --role admin    a new member, or a new role for one: agent (assistant), manager or admin",
  "npm run staff -- list                      who may see the monitor",
  "npm run staff -- remove EMAIL              takes the membership away at once",
  'With --workspace KEY for another workspace than default, and --name "Ada Rossi" for how colleagues read a member.',
].join("\n");

export function parseArguments(given: string[]): StaffCommand {
  const { values, positionals } = parse(given);
  const [verb, email, ...more] = positionals;
  if (more.length > 0) throw new StaffFailure(`"${more[0]}" is one word too many.\n\n${usage}`);
  if (verb === "list" && email === undefined) return { verb };
  if (verb !== "add" && verb !== "remove") throw new StaffFailure(usage);
  if (!email || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new StaffFailure(`Give an e-mail address: npm run staff -- ${verb} name@company.example`);
  }
  const workspace = values.workspace ?? "default";
  // Supabase Auth keeps addresses in lower case.
  if (verb === "remove") return { verb, email: email.toLowerCase(), workspace };
  const role = roles.find((known) => known === values.role || roleWords[known] === values.role);
  if (!role) throw new StaffFailure("Give --role with one of agent (assistant), manager, admin.");
  return {
    verb,
    email: email.toLowerCase(),
    role,
    workspace,
    name: values.name?.trim().slice(0, 80) || null,
  };
}

function parse(given: string[]) {
  try {
    return parseArgs({
      args: given,
      options: { role: { type: "string" }, workspace: { type: "string" }, name: { type: "string" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new StaffFailure(`${(error as Error).message.split(".")[0]}.\n\n${usage}`);
  }
}
