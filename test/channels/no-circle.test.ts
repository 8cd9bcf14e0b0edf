import { expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { endedCall } from "../support/calls.ts";
import { written } from "./pretend-vendor.ts";
import { channelStage } from "./stage.ts";

/** An answer on one channel tells who wrote on the other, while that one hears them write again. */
test("whoever may reach another channel's people waits for no one in a circle", async () => {
  const s = await channelStage();
  await s.add("pretend", "Third", { key: "its-key", number: "391110001" });
  // Locked after the other one, which is what a circle needs.
  const first = "ffffffff-ffff-4fff-8fff-ffffffffffff";
  await s.sql`update channels set id = ${first} where id = ${s.first}`;
  await s.product.postCloudtalk(endedCall(1));
  await dispatch(s.product.services, first, { mayWait: false });
  const [{ id }] = await s.sql<[{ id: number }]>`select id from whatsapp_messages`;
  const chat = { phone: null, lid: "180000000000777@lid" };
  await s.tell("391110001", written(1, "sono io", { chat }));
  let bound: Promise<unknown> | undefined;
  let told: Promise<unknown> | undefined;
  await s.sql.begin(async (tx) => {
    const untilWaiting = async (count: number) => {
      for (let looked = 0; looked < 5_000; looked += 1) {
        await tx`select pg_stat_clear_snapshot()`;
        const [{ n }] = await tx<[{ n: number }]>`select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        if (n === count) return;
      }
      throw new Error(`not ${count} are waiting`);
    };
    await tx`select from whatsapp_messages where id = ${id} for update`;
    bound = s.rpc("bind_message", { message: id, info: { whatsappId: "W-1", chat } }).catch(String);
    await untilWaiting(1);
    told = s.tell("391110001", written(1, "sempre io", { chat }));
    await untilWaiting(2);
  });
  expect(await Promise.all([bound, told])).toMatchObject([true, { outcome: "processed" }]);
  await s.product.close();
});
