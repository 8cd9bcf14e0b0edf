import type { Stage } from "./stage/stage.ts";
import { until } from "./stage/until.ts";

/** Enough for a lease to end, and for the back-offs of a few tries. */
const rounds = 12;
const pastALease = 61_000;

/**
 * What the world does after any fault: senders repeat, the scheduler ticks, and a minute passes between two ticks.
 * Ends when nothing moves any more, or gives up; what is then still open is for the invariants to see.
 */
export async function recover(stage: Stage): Promise<void> {
  await stage.ensureWorker();
  for (let round = 0; round < rounds; round += 1) {
    const delivered = await stage.sender.redeliver();
    await calm(stage);
    if (delivered && !(await hasOpenEnds(stage))) return;
    await stage.shift(pastALease);
    await stage.tick();
  }
}

/** Waits until living processes have done what they can do now. */
export async function calm(stage: Stage): Promise<void> {
  await until("the workers to have done what they can", async () => {
    if (stage.gateway.isBusy()) return false;
    const living = stage.workers.filter((worker) => worker.isAlive());
    if (living.every((worker) => worker.works() === 0)) return true;
    const [now] = await stage.sql<[{ due: boolean; paused: boolean }]>`
      select state = 'paused' as paused, exists (
        select from whatsapp_messages where status = 'queued' and due_at <= app.now()
          and coalesce(next_slot_at, '-infinity') < app.now() + interval '2 seconds') as due
      from channels`;
    const flights = await stage.sql<{ message_id: string; attempt: number }[]>`
      select message_id, attempt from whatsapp_send_attempts where outcome = 'in_flight'`;
    const isHeld = flights.some(({ message_id, attempt }) => {
      const holder = stage.gateway.holderOf(Number(message_id), attempt);
      return living.some(({ name }) => name === holder);
    });
    if (isHeld || stage.gateway.isBusy()) return false;
    // A channel that is paused, told to wait long, or taken by a dead worker's send moves after the next tick only.
    return flights.length > 0 || now.paused || !now.due;
  });
}

async function hasOpenEnds({ sql }: Stage): Promise<boolean> {
  const [{ open }] = await sql<[{ open: boolean }]>`
    select exists (select from whatsapp_messages where status in ('queued', 'sending'))
      or exists (select from webhook_requests where outcome = 'failed' and dead_lettered_at is null) as open`;
  return open;
}
