// npm run staff: members of a project, with its secret key. `npm run staff` alone says how.

import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { addStaff } from "./staff/add-staff.ts";
import { listStaff } from "./staff/list-staff.ts";
import { parseArguments } from "./staff/parse-arguments.ts";
import { readProjectEnvironment } from "./staff/project-environment.ts";
import { removeStaff } from "./staff/remove-staff.ts";
import { StaffFailure } from "./staff/staff-failure.ts";

try {
  const command = parseArguments(process.argv.slice(2));
  const { env } = readProjectEnvironment(join(import.meta.dirname, ".."));
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = env;
  if (!SUPABASE_URL || !SUPABASE_SECRET_KEY || !URL.canParse(SUPABASE_URL)) {
    throw new StaffFailure(
      "Set SUPABASE_URL and SUPABASE_SECRET_KEY of the project, in the environment or in .env.",
    );
  }
  const db = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const said =
    command.verb === "list"
      ? await listStaff(db)
      : command.verb === "add"
        ? await addStaff(db, command)
        : await removeStaff(db, command);
  console.log(said.join("\n"));
} catch (error) {
  console.error(error instanceof StaffFailure ? error.message : error);
  process.exitCode = 1;
}
