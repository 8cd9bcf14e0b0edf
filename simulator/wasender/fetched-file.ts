import type { ChatFile } from "../world/chat-file.ts";

const timeoutMs = 10_000;

/** The file behind an address on this machine; null for any other, which the simulator leaves alone. */
export async function fetchedFile(address: string): Promise<ChatFile | "away" | null> {
  const url = URL.parse(address);
  if (url === null || !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) return null;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) return "away";
    const type = answer.headers.get("content-type") ?? "application/octet-stream";
    return { type, bytes: new Uint8Array(await answer.arrayBuffer()) };
  } catch {
    return "away";
  }
}
