import type { it } from "./texts-it.ts";

export const en: typeof it = {
  reminder: "reminder",
  consent_notice: "confirms a STOP or START",
};
