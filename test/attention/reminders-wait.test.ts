import { afterEach, beforeEach, expect, test } from "vitest";
import { movedDeliveries } from "../fixtures/moved.ts";
import { day, hour, type Stage, stage } from "../reminders/stage.ts";
import { endedCall } from "../support/kit.ts";

/** Nothing is repeated to whom somebody has to look at first. */
let s: Stage;
beforeEach(async () => {
  s = await stage({ enabled: true, steps: [{ afterDays: 1, template: "reminder" }] });
});
afterEach(() => s.product.close());

async function asked(number: string) {
  await s.ct(endedCall(1, { external_number: number }));
  expect(await s.tick()).toMatchObject({ accepted: 1 });
  await s.shift(60_000);
}
const seen = () =>
  s.sql`update attention set settled_at = app.now(), settled_how = 'seen' where settled_at is null`;

test.for([
  ["e05-view-once-stub", "393330020005"],
  ["e05b-bad-mac-stub", "393330020005"],
  ["e02-masked-placeholder", "393330010003"],
  ["e01-encrypted-edit", "393330010001"],
  ["e19-whatsapp-call", "393330062001"],
] as const)("%s: none is queued until a person has looked", async ([file, number]) => {
  await asked(number);
  const [delivery] = movedDeliveries(`inputs/${file}`, await s.product.db.now());
  expect(await s.wa(delivery)).toMatchObject({ outcome: "processed" });
  expect(await s.later(day + hour)).toMatchObject({ reminded: 0, accepted: 0 });
  expect(s.sends()).toHaveLength(1);
  await seen();
  expect(await s.tick()).toMatchObject({ reminded: 1, accepted: 1 });
  expect(s.sends()).toHaveLength(2);
});

test("one that is queued already does not leave, and nothing wakes up for it", async () => {
  await asked("393330020005");
  await s.pause(true);
  await s.later(day);
  await s.pause(false);
  expect(await s.reminders()).toMatchObject([{ status: "queued" }]);
  const [delivery] = movedDeliveries("inputs/e05-view-once-stub", await s.product.db.now());
  await s.wa(delivery);
  const next = () =>
    s.sql`select app.next_send_time(c.id, app.now(), w, '{}') as at, (select count(*)::int
      from app.next_to_send(c.id, app.now(), w, '{}', 5)) as ready
      from channels c join workspaces w on w.id = c.workspace_id`;
  expect(await next()).toMatchObject([{ at: null, ready: 0 }]);
  expect(await s.tick()).toMatchObject({ accepted: 0 });
  await seen();
  expect(await next()).toMatchObject([{ at: expect.any(Date), ready: 1 }]);
  expect(await s.tick()).toMatchObject({ accepted: 1 });
});

test("a new ask does not wait: whoever phoned is written to", async () => {
  await asked("393330020005");
  const [delivery] = movedDeliveries("inputs/e05-view-once-stub", await s.product.db.now());
  await s.wa(delivery);
  await s.sql`update whatsapp_messages set ask_open = false`;
  await s.shift(60 * day);
  await s.ct(endedCall(2, { external_number: "393330020005" }));
  expect(await s.tick()).toMatchObject({ accepted: 1 });
});
