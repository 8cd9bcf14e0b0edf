import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall } from "../support/calls.ts";
import { written } from "./pretend-vendor.ts";
import { type ChannelStage, channelStage } from "./stage.ts";

/** What becomes of a queue when its channel is retired, also while a restored backup holds it. */
let s: ChannelStage;
beforeEach(async () => {
  s = await channelStage();
});
afterEach(() => s.product.close());

const addPretend = (name = "Third", number = "391110001") =>
  s.add("pretend", name, { key: `key-of-${number}`, number });
const retire = (channel: string, move_to: string | null = null) =>
  s.rpc("retire_channel", { channel, move_to }, s.admin);
/** Customer n has a thread there, and is called a minute later. */
const callOn = async (account: string, n: number) => {
  await s.tell(account, written(n, "ciao"));
  await s.product.db.shiftClock(60_000);
  await s.product.postCloudtalk(endedCall(n));
};

test("a queue that is withdrawn with its channel: asks say so, also those that rested on it, and go on saying so", async () => {
  const third = await addPretend();
  await callOn("391110001", 1);
  await s.product.postCloudtalk(endedCall(1, { call_id: "again" }));
  await retire(third);
  const said = async () =>
    (
      await s.sql`select k.should_send, k.should_send_code as code, a.should_send as ask_sends, a.code as ask_code, a.state
        from cloudtalk_calls k join asks a on a.call_id = k.id order by k.id`
    ).map((row) => ({ ...row }));
  const withdrawn = {
    ...{ should_send: false, code: "channel_retired", ask_sends: false, ask_code: "channel_retired" },
    state: "declined",
  };
  expect(await said()).toEqual([withdrawn, withdrawn]);
  await s.product.postCloudtalk(endedCall(1, { tag: "later" }));
  expect(await said()).toEqual([withdrawn, withdrawn]);
});

describe("of two channels that a restored backup holds", () => {
  let third: string;
  beforeEach(async () => {
    third = await addPretend();
    await callOn("391110001", 1);
    await s.product.tick();
    await callOn("391110001", 2);
    await s.sql`update channels set instance_mark = 'the.server.before'`;
    await s.product.db.shiftClock(3 * 3_600_000);
    await s.product.tick();
  });
  const look = () => s.sql`select from attention where kind = 'restored' and settled_at is null`;
  const release = (channel: string, people: number) =>
    s.rpc("release_restored", { channel, people }, s.admin);

  test("the one that was let go takes the other's warning with it only when it is the last", async () => {
    expect(await look()).toHaveLength(2);
    expect(await release(s.first, 0)).toBe("resumed");
    expect(await look()).toHaveLength(2);
    expect(await release(third, 1)).toBe("resumed");
    expect(await look()).toHaveLength(0);
  });

  test("what is held leaves from no other, though the channel be retired", async () => {
    await release(s.first, 0);
    await expect(retire(third, s.first)).rejects.toThrow("let it go first");
    const visitor = new Visitor(s.product.doors.monitor);
    await visitor.signIn(s.admin);
    const headers = { origin: "http://aftercall.test", "accept-language": "it" };
    const refused = await visitor.post(
      `/monitor/settings/channels/${third}/retire`,
      { queue: s.first },
      headers,
    );
    expect([refused.status, (await refused.text()).includes("È stato ripristinato un backup")]).toEqual([
      409,
      true,
    ]);
    await retire(third);
    expect(await look()).toHaveLength(0);
    await dispatch(s.product.services, s.first, { mayWait: false });
    expect(s.product.wasender.sends).toEqual([]);
  });
});
