import type { Language } from "../../base/language.ts";
import type { RefusalCode } from "../../outbox/write-message.ts";
import type { Services } from "../../services.ts";
import type { Shell } from "../shell/shell.ts";
import type { Member } from "./member-name.ts";
import type { ComposerTexts } from "./texts.ts";

/** Of what `public.inbox` says of a person's thread, what a composer needs. */
export interface ComposerThread {
  person: {
    id: number;
    name: string | null;
    phone: string | null;
    optedOutAt: string | null;
    blockedAt: string | null;
  };
  /** Newest first. */
  messages: readonly { id: number; direction: "in" | "out"; body: string | null; sentBy?: string | null }[];
  composer: ComposerFacts;
}

export interface ComposerFacts {
  /** Why we may write, as far as it is known. */
  reason: string | null;
  guard: { code: RefusalCode; reason: string } | null;
  /** `quotes`: an answer from it can name the message that it answers. */
  channel: { id: string; name: string; vendor: string; state: string; quotes?: boolean } | null;
  /** How long a free text may leave; null where the number takes one at any time. */
  window: { open: boolean; until: string | null; freeUntil: string | null } | null;
  /** When a text written now would leave; null while its number is paused. ISO 8601. */
  leavesAt: string | null;
  /** Texts of staff that wait before it. */
  ahead: number;
  answers: readonly ReadyAnswer[];
  reviewed: readonly ReadyText[];
}

/** With this person's values. */
export interface ReadyAnswer {
  shortcut: string;
  title: string;
  body: string;
}
export interface ReadyText {
  key: string;
  /** As it is called. */
  title?: string | null;
  body: string;
}

/** What was typed, and why it did not leave. */
export interface Draft {
  text: string;
  note?: boolean;
  problem?: "newer" | keyof ComposerTexts["problems"] | null;
  /** With `newer`: the first message that its writer had not seen. */
  newest?: number | null;
  /** The message that it answers. */
  quoted?: number | null;
  reason?: string | null;
}

export interface ComposerParts {
  language: Language;
  shell: Pick<Shell, "now" | "workspace">;
  thread: ComposerThread;
  members: readonly Member[];
  services: Pick<Services, "channelVendors">;
  /** The page's own query: `again=MESSAGE` and `answer=SHORTCUT` fill the box, `quote=MESSAGE` is what it answers. */
  query?: Record<string, string | undefined>;
  draft?: Draft | null;
}

export const personPath = (contact: number): string => `/monitor/c/${contact}`;
