/** One line of the doctor's report: fine, the one thing to do, or not looked at and why. */
export interface Finding {
  state: "ok" | "fix" | "skipped";
  text: string;
  todo?: string;
}

export const ok = (text: string): Finding => ({ state: "ok", text });
export const fix = (text: string, todo: string): Finding => ({ state: "fix", text, todo });
export const skipped = (text: string): Finding => ({ state: "skipped", text });
