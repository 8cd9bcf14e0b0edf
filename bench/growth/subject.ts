import type { Facts } from "./side.ts";

/** A call of one SQL function: the n-th, on a database of which these facts hold. */
export interface Subject {
  name: string;
  as: "staff" | "service";
  /** Its parameters are texts; the casts are in here. Answers one row with `answer`. */
  statement: string;
  parameters(facts: Facts, n: number): (string | null)[];
  /** What the owner does before each call, outside the time. */
  arrange?: string;
}
