/** A cell of a list that is handed out: a moment is a Date, a number of a phone is a text. */
export type Cell = string | number | Date | null;
