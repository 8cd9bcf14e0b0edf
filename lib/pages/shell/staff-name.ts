import type { SupabaseClient } from "@supabase/supabase-js";
import type { Language } from "../../base/language.ts";
import { callRpc } from "../../db/call-rpc.ts";

export interface Colleague {
  userId: string;
  /** Null for an account without one. */
  email: string | null;
  role: string;
}

const words = {
  it: { me: "te", colleague: (id: string) => `un collega (${id})` },
  en: { me: "you", colleague: (id: string) => `a colleague (${id})` },
} satisfies Record<Language, unknown>;

/** Who a person of the staff is, after "by": `you` for who looks (`me`), else as colleagueName says it. */
export function staffName(
  language: Language,
  me: string | null,
  userId: string,
  colleagues: readonly Colleague[],
): string {
  return userId === me ? words[language].me : colleagueName(language, userId, colleagues);
}

/** Their e-mail; `a colleague (a1b2c3d4)`, by the start of their id, for who is no member any more. */
export function colleagueName(language: Language, userId: string, colleagues: readonly Colleague[]): string {
  const { email } = colleagues.find((colleague) => colleague.userId === userId) ?? {};
  return email ?? words[language].colleague(userId.slice(0, 8));
}

/** The members of the workspaces of who asks, and nobody else. */
export function readColleagues(client: SupabaseClient): Promise<Colleague[]> {
  return callRpc(client, "staff_names", {}) as Promise<Colleague[]>;
}
