import type { ChatFile } from "../world/chat-file.ts";
import type { World } from "../world/world.ts";

/** What a customer's bubble holds; null for text and for what nobody sent, or took back. */
export function decryptedFile(world: World, messageId: string): ChatFile | null {
  const message = world.customers
    .flatMap(({ chat }) => chat)
    .find(({ id, from, deleted }) => id === messageId && from === "customer" && !deleted);
  return message ? (world.files.get(messageId) ?? null) : null;
}
