export const billStates = ["check", "ok", "no", "owed"] as const;
export type BillState = (typeof billStates)[number];

/** What an address of the page names. */
export interface BillsPlace {
  state: BillState;
  /** Whose file is open; null: the first one's. */
  contact?: number | null;
  /** Which of their files; null: the first that waits. */
  file?: number | null;
  /** Where a page of people begins: `next` of the one before. */
  before?: string | null;
}

export function billsPath({ state, contact, file, before }: BillsPlace): string {
  const params = new URLSearchParams({ state });
  if (contact) params.set("c", String(contact));
  if (file) params.set("f", String(file));
  if (before) params.set("before", before);
  return `/monitor/bills?${params}`;
}

/** Never refuses: a mistyped address shows what waits. */
export function billsPlace(query: (name: string) => string | undefined): BillsPlace {
  const number = (text = "") => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);
  const before = query("before") ?? "";
  return {
    state: billStates.find((state) => state === query("state")) ?? "check",
    contact: number(query("c")),
    file: number(query("f")),
    before: /^-?\d{1,11}(\.\d{1,9})?~\d{1,18}$/.test(before) ? before : null,
  };
}
