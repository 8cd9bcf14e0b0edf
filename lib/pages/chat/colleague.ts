import { colleagueName } from "../shell/staff-name.ts";
import type { ChatView } from "./chat-view.ts";

/** A member as colleagues call them. */
export function colleague({ language, colleagues }: ChatView, userId: string): string {
  return colleagueName(language, userId, colleagues);
}
