/** Our numbers, by who runs them: a customer's phone has one chat with each. */
export const LINES = ["wasender", "meta", "cunnekt"] as const;

export type Line = (typeof LINES)[number];

/** As people write them; in both languages. */
export const LINE_TITLES: Record<Line, string> = {
  wasender: "Wasender",
  meta: "Meta",
  cunnekt: "Cunnekt",
};

export interface OwnNumber {
  name: string;
  /** E.164 with its `+`. */
  phone: string;
}

export const OWN_NUMBERS: Record<Line, OwnNumber> = {
  wasender: { name: "Greengen Group", phone: "+390299990000" },
  meta: { name: "Greengen Group", phone: "+390299990001" },
  cunnekt: { name: "Greengen Group", phone: "+390299990002" },
};
