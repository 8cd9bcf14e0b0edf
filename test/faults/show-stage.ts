import type { Stage } from "./stage/stage.ts";

/** Everything that tells why a run went wrong, as text: rows, and what the processes said. */
export async function showStage({ sql, workers, sender, wasender }: Stage): Promise<string> {
  const messages =
    await sql`select id, recipient, status, reason_code, reason, attempt, due_at from whatsapp_messages`;
  const attempts =
    await sql`select message_id, attempt, outcome, code, detail, started_at from whatsapp_send_attempts`;
  const channel =
    await sql`select app.now(), state, pause_reason, next_slot_at, waiter_until, ticked_at from channels`;
  const knocks = wasender.knocks.map(({ worker, to, at }) => ({ worker, to, at }));
  const tries = sender.tries.map(({ fact, status, body }) => ({ fact, status, ...body }));
  const parts = {
    channel,
    messages,
    attempts,
    knocks,
    tries,
    said: workers.map(({ name, said }) => `${name}: ${said()}`),
  };
  return JSON.stringify(parts, null, 1);
}
