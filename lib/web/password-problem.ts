/** Shortest and longest password: bcrypt, which Auth uses, reads 72 bytes. */
export const passwordLength = { least: 10, most: 72 };

export type PasswordProblem = "short" | "long" | "weak" | "same";

/** What is wrong with a password before Auth is asked; null for nothing. */
export function passwordProblem(password: string): PasswordProblem | null {
  if (password.length < passwordLength.least) return "short";
  return Buffer.byteLength(password) > passwordLength.most ? "long" : null;
}
