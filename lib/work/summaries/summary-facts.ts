import type { Language } from "../../base/language.ts";

/** What app.summary_facts tells of one member. */
export interface SummaryFacts {
  workspace: string;
  /** The company's e-mail, sealed. */
  sealed: string;
  /** Of this mail, the same for each try. */
  key: string;
  email: string;
  name: string;
  language: Language;
  summary: "morning" | "evening";
  timeZone: string;
  waiting: number;
  /** Of those who wait the longest, up to eight. */
  names: string[];
  check: number;
  problem: number;
  /** Of today or before. */
  callBack: { name: string; at: string }[];
  mentions: number;
}
