import type { SupabaseClient } from "@supabase/supabase-js";
import type { Language } from "../../base/language.ts";
import { callRpc } from "../../db/call-rpc.ts";

export interface Colleague {
  userId: string;
  /** Where nobody gave one, the part of the e-mail before the @; null for an account without an e-mail. */
  name: string | null;
  /** Null for an account without one, and for who left. */
  email: string | null;
  /** Null for who left. */
  role: string | null;
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

/** Their name; `a colleague (a1b2c3d4)`, by the start of their id, for an account that nothing is known of. */
export function colleagueName(language: Language, userId: string, colleagues: readonly Colleague[]): string {
  const { name } = colleagues.find((colleague) => colleague.userId === userId) ?? {};
  return name ?? words[language].colleague(userId.slice(0, 8));
}

/** The members of the workspaces of who asks, those who left too, and nobody else. */
export function readColleagues(client: SupabaseClient): Promise<Colleague[]> {
  return callRpc(client, "staff_names", {}) as Promise<Colleague[]>;
}
