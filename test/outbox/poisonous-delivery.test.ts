import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";

/** Deliveries that fail and are heavy: each has its own transaction, and the tick goes on beside them. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

/** As a statement that hosted Supabase ends after 8 s looks in it: `when others` does not catch it. */
const cutOff = () =>
  k.sql.unsafe(`create or replace function app.heavy() returns trigger language plpgsql as
    $$ begin
      if new.push_name = 'heavy' then raise exception using errcode = '57014', message = 'cut off'; end if;
      return new;
    end $$;
    create or replace trigger heavy before insert on whatsapp_messages for each row execute function app.heavy()`);

/** A delivery that failed once for another reason. */
async function failedOnce(n: number) {
  await k.sql.unsafe(`create function app.failing() returns trigger language plpgsql as
    $$ begin raise exception 'failing'; end $$;
    create trigger failing before insert on whatsapp_messages for each row execute function app.failing()`);
  const body = inbound(n, "ciao") as { data: { messages: { pushName?: string } } };
  body.data.messages.pushName = "heavy";
  expect((await k.product.postWasender(body)).status).toBe(503);
  await k.sql.unsafe("drop trigger failing on whatsapp_messages; drop function app.failing()");
}

const event = async () => (await k.sql`select * from webhook_requests order by id limit 1`)[0]!;

test("a delivery whose every try is cut off stops no send, is put aside after eight tries, and stays in sight", async () => {
  await failedOnce(1);
  await cutOff();
  await k.ct(endedCall(2));
  await k.shift(31_000);
  expect(await k.product.tick()).toMatchObject({ accepted: 1, retried: 0, failedJobs: [] });
  expect(await event()).toMatchObject({ outcome: "failed", tries: 2, dead_lettered_at: null });
  for (let tries = 3; tries <= 9; tries += 1) {
    await k.shift(8 * 3_600_000);
    await k.product.tick();
  }
  expect(await event()).toMatchObject({ outcome: "failed", tries: 8, domain_values: expect.anything() });
  expect((await event()).dead_lettered_at).not.toBeNull();
}, 60_000);

test("the real statement timeout: the try is counted all the same, and the next one heals it", async () => {
  await failedOnce(1);
  await k.sql.unsafe(`create function app.heavy() returns trigger language plpgsql as
    $$ begin perform pg_sleep(30); return new; end $$;
    create trigger heavy before insert on whatsapp_messages for each row execute function app.heavy()`);
  await k.shift(31_000);
  expect(await k.rpc("take_failed_events", { most: 5 })).toEqual([1]);
  await expect(
    k.sql.begin(async (session) => {
      await session`set local statement_timeout = '200ms'`;
      await session`select public.retry_event(1)`;
    }),
  ).rejects.toMatchObject({ code: "57014" });
  expect(await event()).toMatchObject({ outcome: "failed", tries: 2, dead_lettered_at: null });
  // Not at once again.
  expect(await k.rpc("take_failed_events", { most: 5 })).toEqual([]);
  await k.sql.unsafe("drop trigger heavy on whatsapp_messages");
  await k.shift(120_000);
  expect(await k.product.tick()).toMatchObject({ retried: 1, failedJobs: [] });
  expect(await event()).toMatchObject({ outcome: "processed", tries: 3, dead_lettered_at: null });
});

test("a job of the tick that fails stops no other", async () => {
  await k.ct(endedCall(1));
  for (const broken of ["take_failed_events(integer, boolean)", "watch(boolean)", "keep_privacy(integer)"])
    await k.sql.unsafe(`revoke execute on function public.${broken} from service_role`);
  expect(await k.product.tick()).toMatchObject({
    accepted: 1,
    alerts: { opened: 0 },
    failedJobs: ["retries", "retries", "alerts", "privacy"],
  });
});

test("thousands that expire at once are expired in pages, and none of them is sent", async () => {
  await k.ct(endedCall(1));
  await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose,
      body, status, recipient, due_at, expires_at)
    select workspace_id, channel_id, conversation_id, contact_id, 'out', 'reminder', 'x', 'queued', ${phone(1)},
      due_at, app.now() + interval '1 minute'
    from whatsapp_messages, generate_series(1, 1200)`;
  await k.shift(61_000);
  const reports = [];
  for (let tick = 0; tick < 4; tick += 1) {
    reports.push(await k.product.tick());
    await k.shift(1_000);
  }
  expect(reports[0]!.expired).toBe(500);
  expect(
    await k.sql`select status, count(*)::int as n from whatsapp_messages where purpose = 'reminder' group by 1`,
  ).toEqual([{ status: "expired", n: 1200 }]);
  expect((await k.followUp(1)).status).toBe("accepted");
}, 60_000);
