import type { Language } from "../../base/language.ts";
import type { Member } from "../composer/member-name.ts";
import type { Shell } from "../shell/shell.ts";

/** Of what `public.inbox` says of a person's thread, what the actions need. */
export interface WorkThread {
  person: { id: number; name: string | null; blockedAt: string | null };
  /** As lists have it; null for who is in none yet. */
  row: WorkRow | null;
}

export interface WorkRow {
  state: string;
  /** What they wrote since our last word. */
  unanswered: number;
  owner: string | null;
  callBackAt: string | null;
  closedAt: string | null;
  tags: readonly string[];
}

export interface WorkParts {
  language: Language;
  shell: Pick<Shell, "now" | "workspace" | "me">;
  thread: WorkThread;
  members: readonly Member[];
  /** Where a browser without scripts goes then: the page that the actions are on; the person's own if absent. */
  next?: string;
}
