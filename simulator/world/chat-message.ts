import type { Line } from "./line.ts";

export type ChatKind = "text" | "photo" | "video" | "pdf" | "voice";

/** WhatsApp's own numbers (Baileys' enum): 0 error, 1 pending, 2 sent, 3 delivered, 4 read. */
export type ChatStatus = 0 | 1 | 2 | 3 | 4;

/** Something under a message that can be tapped. */
export interface Choice {
  /** What the tap says to us; of a template's button: its payload. */
  id: string;
  title: string;
  description?: string;
  from: "button" | "list" | "template";
}

/** One bubble on the customer's phone. */
export interface ChatMessage {
  /** WhatsApp's id: hexadecimal over Wasender (`key.id`), `wamid.…` over Meta and Cunnekt. */
  id: string;
  /** Which of our numbers it passed. */
  line: Line;
  from: "business" | "customer";
  kind: ChatKind;
  /** Text, or caption. */
  text: string;
  fileName: string | null;
  at: number;
  /** The id of the message it swipes on. */
  quotes: string | null;
  status: ChatStatus;
  reaction: string | null;
  edited: boolean;
  deleted: boolean;
  choices: Choice[];
}

type Fresh = Pick<ChatMessage, "id" | "line" | "from" | "kind" | "at"> & Partial<ChatMessage>;

export function chatMessage(given: Fresh): ChatMessage {
  return {
    text: "",
    fileName: null,
    quotes: null,
    status: 1,
    reaction: null,
    edited: false,
    deleted: false,
    choices: [],
    ...given,
  };
}
