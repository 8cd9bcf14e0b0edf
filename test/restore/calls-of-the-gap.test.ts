import { afterEach, beforeEach, expect, test } from "vitest";
import { keys as cloudtalkKeys, cloudtalkList, row } from "../reconcile/cloudtalk-list.ts";
import { phone } from "../support/kit.ts";
import { keys, minute, type Stage, stage } from "./stage.ts";

/** Calls that ended after the backup was made: CloudTalk's list brings them back, and Wasender's log their messages. */
let s: Stage;
let list: ReturnType<typeof cloudtalkList>;
beforeEach(async () => {
  s = await stage({ ...keys, ...cloudtalkKeys });
  list = cloudtalkList(s.product);
  list.pages = [[]];
  await s.tickAfter(6 * minute);
  await s.tickAfter(minute);
});
afterEach(() => s.close());

test("a call of the gap that was asked: found again, its message in the log is its own", async () => {
  const now = (await s.product.db.now()).getTime();
  const at = (minutes: number) => new Date(now + minutes * minute).toISOString();
  await s.restore(26);
  const times = { started_at: at(20), answered_at: at(20), ended_at: at(25) };
  list.pages = [[row({ id: "900000077", public_external: phone(7).slice(1), type: "incoming", ...times })]];
  s.product.wasender.log(phone(7), "Salve, come da telefonata: la bolletta?", { created_at: at(26) });
  for (let n = 0; n < 14; n += 1) await s.tickAfter(minute);
  const [asked] = await s.sql`select m.* from whatsapp_messages m join cloudtalk_calls k on k.id = m.call_id`;
  expect(asked).toMatchObject({ status: "sent", ask_open: true, purpose: "follow_up" });
  expect(await s.msgs()).toHaveLength(1);
  expect(await s.view()).toMatchObject({ state: "done", adopted: 1, unknown: 0, people: 0 });
  expect(s.got()).toEqual([]);
});

test("while CloudTalk's list cannot be read it waits, ten minutes at most", async () => {
  await s.restore();
  list.answer = () => new Response("oops", { status: 500 });
  await s.product.tick();
  expect(await s.view()).toMatchObject({ state: "waiting" });
  expect(s.product.wasender.logPages).toEqual([]);
  await s.tickAfter(11 * minute);
  expect(await s.view()).toMatchObject({ state: "done" });
});
