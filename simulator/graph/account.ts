import { randomInt } from "node:crypto";
import type { ChatFile } from "../world/chat-file.ts";
import { seedTemplates } from "./templates/seed-templates.ts";
import type { Template } from "./templates/template.ts";

/** Known to `npm run dev` and to tests: the same after every start. */
export const PHONE_NUMBER_ID = "100000000000001";
export const WABA_ID = "200000000000002";
export const APP_ID = "300000000000003";

export const QUALITIES = ["GREEN", "YELLOW", "RED"] as const;
export type Quality = (typeof QUALITIES)[number];

/** What the pretend Meta keeps of one business. */
export interface MetaAccount {
  templates: Template[];
  /** Names that were deleted, and when: nobody may use them again for 30 days (docs, template management). */
  deletedNames: Map<string, number>;
  /** By media id: uploaded by the product, or sent by a customer. */
  media: Map<string, ChatFile>;
  /** Of a link that was given out: which file, and until when. */
  links: Map<string, { mediaId: string; until: number }>;
  quality: Quality;
  /** People who may be written to first in 24 hours. */
  limit: 250 | 2000 | 10_000 | 100_000;
  isSubscribed: boolean;
  /** Statuses that wait for each other. */
  waitingStatuses: object[];
  /** Whose typing was shown last, and when: until the product answers, or 25 s. */
  typing: { customerId: string; at: number } | null;
}

export function newMetaAccount(): MetaAccount {
  return {
    templates: seedTemplates(),
    deletedNames: new Map(),
    media: new Map(),
    links: new Map(),
    quality: "GREEN",
    limit: 2000,
    isSubscribed: true,
    waitingStatuses: [],
    typing: null,
  };
}

/** A new id as Meta makes them: digits. The product outlives the simulator, so that they are drawn. */
export function graphId(): string {
  return `${randomInt(1, 9)}${String(randomInt(0, 10 ** 12)).padStart(12, "0")}${randomInt(100, 999)}`;
}
