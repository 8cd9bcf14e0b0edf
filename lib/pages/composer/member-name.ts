/** A member of the workspace, as staff_names tells. */
export interface Member {
  userId: string;
  name?: string | null;
  email: string | null;
  role?: string | null;
}

/** Their name, or what stands before the @; null for who is none. */
export function memberName(members: readonly Member[], userId: string | null | undefined): string | null {
  const member = members.find((one) => one.userId === userId);
  return member ? (member.name ?? member.email?.split("@")[0] ?? null) : null;
}
