import type { ContactView } from "./contact-view.ts";

/** `te`, or a colleague by the start of their id. */
export function staffName({ t, data }: Pick<ContactView, "t" | "data">, userId: string): string {
  return userId === data.me ? t.me : t.colleague(userId.slice(0, 8));
}
