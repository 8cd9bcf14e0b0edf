import type { Send } from "../world/send.ts";
import type { World } from "../world/world.ts";

/** One page of `GET /whatsapp-sessions/{id}/message-logs`, a Laravel paginator: what was sent through the API. */
export function messageLogs(world: World, sessionId: number, page: number, perPage: number) {
  const sends = world.sends.toReversed();
  return {
    current_page: page,
    data: sends.slice((page - 1) * perPage, page * perPage).map((send) => logRow(send, sessionId)),
    per_page: perPage,
    total: sends.length,
    last_page: Math.max(1, Math.ceil(sends.length / perPage)),
  };
}

function logRow(send: Send, sessionId: number) {
  const { status } = send.message;
  const at = new Date(send.acceptedAt).toISOString().replace("Z", "000Z");
  return {
    id: send.msgId,
    whatsapp_session_id: sessionId,
    to: send.to,
    content: JSON.stringify({ text: send.message.text }),
    status: status === 0 ? "failed" : status === 1 ? "in_progress" : "sent",
    failed_reason: status === 0 ? "Failed to send message" : null,
    created_at: at,
    updated_at: at,
  };
}
