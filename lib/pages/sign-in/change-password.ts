import type { SupabaseClient } from "@supabase/supabase-js";
import { type PasswordProblem, passwordProblem } from "../../web/password-problem.ts";
import { authProblem } from "../../web/staff-account.ts";

/** Another password for whoever is signed in; their other sessions end. What is wrong with it, or null. */
export async function changePassword(
  client: SupabaseClient,
  password: string,
): Promise<PasswordProblem | null> {
  const problem = passwordProblem(password);
  if (problem) return problem;
  const { error } = await client.auth.updateUser({ password });
  if (error?.code === "same_password") return "same";
  if (error?.code === "weak_password" || error?.status === 422) return "weak";
  if (error) throw authProblem(error);
  await client.auth.signOut({ scope: "others" }).catch(() => {});
  return null;
}
