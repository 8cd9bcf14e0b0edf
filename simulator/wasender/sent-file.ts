import type { ChatFile } from "../world/chat-file.ts";
import type { World } from "../world/world.ts";

/** What the product sent, as the customer's phone opens it. */
export function sentFile(world: World, messageId: string): ChatFile | null {
  const isSent = world.sends.some(({ message }) => message.id === messageId);
  return isSent ? (world.files.get(messageId) ?? null) : null;
}
