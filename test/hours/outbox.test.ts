import { afterEach, describe, expect, test } from "vitest";
import { accepted, endedCall, phone } from "../support/kit.ts";
import { createProduct } from "../support/product.ts";
import { daily, hours, stage } from "./stage.ts";

/** The hours as a claim meets them. 21 November 2026 is a Saturday; Rome is at UTC+1. */
let s: Awaited<ReturnType<typeof stage>>;
afterEach(() => s.product.close());

const working = hours({
  mon: [
    ["09:00", "12:30"],
    ["15:00", "19:00"],
  ],
  tue: [["09:00", "19:00"]],
  sat: [["10:00", "12:00"]],
});
const nextAt = async () => {
  const { nextAt: at } = await s.claim();
  return at && new Date(at).toISOString().slice(0, 16);
};
const expected = async () => {
  const rows = await s.sql<{ to: string; at: Date | null }[]>`
    select m.recipient as to, f.expected_at as at
    from app.queue_forecast(${s.channel}, 10) with ordinality f (message_id, expected_at, place)
    join whatsapp_messages m on m.id = f.message_id order by f.place`;
  return rows.map(({ to, at }) => [to, at?.toISOString().slice(0, 16)]);
};

describe("several windows a day", () => {
  test.for([
    ["Saturday within its one window", "2026-11-21T09:30Z", "leaves"],
    ["the second at which it closes", "2026-11-21T11:00Z", "2026-11-23T08:00"],
    ["Sunday, which has none", "2026-11-22T10:00Z", "2026-11-23T08:00"],
    ["Monday's lunch", "2026-11-23T12:00Z", "2026-11-23T14:00"],
    ["the second at which it opens again", "2026-11-23T14:00Z", "leaves"],
    ["Monday evening", "2026-11-23T18:00Z", "2026-11-24T08:00"],
  ] as const)("%s", async ([, at, then]) => {
    s = await stage(working, at);
    await s.ct(endedCall(1));
    await s.notLive();
    expect(await expected()).toEqual([[phone(1), then === "leaves" ? at.slice(0, 16) : then]]);
    if (then === "leaves") expect(await s.claim()).toMatchObject({ action: "claimed" });
    else expect(await nextAt()).toBe(then);
  });

  test("of a call that has just ended, the message leaves at any hour, for half an hour", async () => {
    s = await stage(working, "2026-11-22T02:00Z");
    await s.ct(endedCall(1));
    await s.ct(endedCall(2));
    expect(await s.claim()).toMatchObject({ action: "claimed", message: { to: phone(1) } });
    await s.settle((await s.followUp(1)).id, 1, accepted);
    await s.shift(30 * 60_000);
    expect(await nextAt()).toBe("2026-11-23T08:00");
  });
});

test("an evening that lasts over midnight belongs to the day on which it began", async () => {
  s = await stage(hours({ sat: [["22:00", "02:00"]] }), "2026-11-22T00:30Z");
  await s.ct(endedCall(1));
  await s.ct(endedCall(2));
  await s.notLive();
  expect(await s.claim()).toMatchObject({ action: "claimed" });
  await s.settle((await s.followUp(1)).id, 1, accepted);
  await s.sql`update whatsapp_messages set expires_at = expires_at + interval '10 days'`;
  await s.at("2026-11-22T01:00Z");
  expect(await nextAt()).toBe("2026-11-28T21:00");
});

test("Easter Monday is waited out, and Easter Sunday before it", async () => {
  s = await stage({ ...daily(["08:00", "21:00"]), italianHolidays: true }, "2026-04-04T19:30Z");
  await s.ct(endedCall(1));
  await s.notLive();
  expect(await nextAt()).toBe("2026-04-07T06:00");
  await s.at("2026-04-07T06:00Z");
  expect(await s.claim()).toMatchObject({ action: "claimed" });
});

test("what would leave only after its expiry stays in the queue until then, and expires where it is seen", async () => {
  s = await stage(hours({ wed: [["09:00", "10:00"]] }), "2026-11-21T09:00Z");
  await s.ct(endedCall(1));
  await s.notLive();
  expect(await s.claim()).toEqual({ action: "idle" });
  expect(await expected()).toEqual([]);
  await s.shift(72 * 3_600_000 - 1);
  await s.product.tick();
  expect(await s.followUp(1)).toMatchObject({ status: "queued" });
  await s.shift(1);
  expect(await s.product.tick()).toMatchObject({ expired: 1 });
  expect(await s.followUp(1)).toMatchObject({ status: "expired", reason_code: "expired", ask_open: false });
});

describe("a contact's own time zone", () => {
  test("each leaves in their own hours, whoever is first in the queue", async () => {
    s = await stage(daily(["08:00", "21:00"]), "2026-11-21T09:00Z");
    for (const n of [1, 2, 3]) await s.ct(endedCall(n));
    await s.notLive();
    await s.zone(1, "America/New_York");
    await s.zone(2, "Asia/Tokyo");
    // 10:00 in Rome, 04:00 in New York, 18:00 in Tokyo.
    expect(await expected()).toEqual([
      [phone(2), "2026-11-21T09:00"],
      [phone(3), "2026-11-21T09:01"],
      [phone(1), "2026-11-21T13:00"],
    ]);
    expect(await s.claim()).toMatchObject({ message: { to: phone(2) } });
    await s.settle((await s.followUp(2)).id, 1, accepted);
    await s.shift(60_000);
    expect(await s.claim()).toMatchObject({ message: { to: phone(3) } });
    await s.settle((await s.followUp(3)).id, 1, accepted);
    await s.shift(60_000);
    expect(await nextAt()).toBe("2026-11-21T13:00");
    await s.at("2026-11-21T13:00Z");
    expect(await s.claim()).toMatchObject({ message: { to: phone(1) } });
  });

  test("at night here, somebody's day is open, and only theirs", async () => {
    s = await stage(daily(["08:00", "21:00"]), "2026-11-21T23:00Z");
    for (const n of [1, 2]) await s.ct(endedCall(n));
    await s.notLive();
    await s.zone(2, "America/New_York");
    expect(await s.claim()).toMatchObject({ message: { to: phone(2) } });
    await s.settle((await s.followUp(2)).id, 1, accepted);
    await s.shift(60_000);
    expect(await nextAt()).toBe("2026-11-22T07:00");
  });

  test("counts only where the setting says so", async () => {
    s = await stage({ ...daily(["08:00", "21:00"]), useContactTimeZone: false }, "2026-11-21T23:00Z");
    await s.ct(endedCall(1));
    await s.notLive();
    await s.zone(1, "America/New_York");
    expect(await nextAt()).toBe("2026-11-22T07:00");
  });

  test("a holiday is one on their calendar day", async () => {
    const value = { ...daily(["08:00", "21:00"]), holidays: [{ date: "12-25" }] };
    // Christmas has begun in Tokyo, where it is 08:30.
    s = await stage(value, "2026-12-24T23:30Z");
    await s.ct(endedCall(1));
    await s.notLive();
    await s.zone(1, "Asia/Tokyo");
    expect(await nextAt()).toBe("2026-12-25T23:00");
  });

  test("who waits for their own morning is not late", async () => {
    s = await stage(daily(["08:00", "21:00"]), "2026-11-21T09:00Z");
    await s.ct(endedCall(1));
    await s.notLive();
    await s.zone(1, "America/New_York");
    const late =
      () => s.sql`select l.own_due from channels c, workspaces w, app.longest_overdue(c, w, app.now()) l
      where l.own_due is not null and w.id = c.workspace_id`;
    await s.shift(3_600_000);
    expect(await late()).toEqual([]);
    await s.at("2026-11-21T13:10Z");
    expect(await late()).toEqual([{ own_due: new Date("2026-11-21T13:00Z") }]);
  });
});

describe("where the hours come from", () => {
  test("what a manager saves holds at the next claim", async () => {
    s = await stage(daily(["08:00", "21:00"]), "2026-11-21T22:00Z");
    await s.ct(endedCall(1));
    await s.notLive();
    expect(await s.claim()).toMatchObject({ action: "idle" });
    await s.save("hours", daily(["00:00", "24:00"]));
    expect(await s.claim()).toMatchObject({ action: "claimed" });
    const [row] =
      await s.sql`select app.setting(id, 'hours') as saved, sending_hours as copied from workspaces`;
    expect(row!.copied).toEqual(row!.saved);
  });

  test("the environment's are the first version of the setting; the default is none", async () => {
    s = await stage(daily(["08:00", "21:00"]), "2026-11-21T22:00Z");
    for (const [given, version] of [
      ["08:00-21:00", null],
      ["09:00-18:30", 1],
    ] as const) {
      const product = await createProduct({ WHATSAPP_SENDING_HOURS: given });
      const [from, until] = given.split("-");
      const [row] = await product.db
        .sql`select w.sending_hours as hours, app.setting(w.id, 'hours') as setting,
        (select max(version) from workspace_settings) as version from workspaces w`;
      expect(row).toMatchObject({ version, hours: { weekdays: { sun: [{ from, until }] } } });
      expect(row!.setting).toEqual(row!.hours);
      await product.close();
    }
  });

  test("the monitor says when it opens again, and today's windows", async () => {
    s = await stage(working, "2026-11-23T12:00Z");
    const { client } = await s.product.db.createStaff({ role: "agent" });
    const said = async () => (await client.rpc("monitor_snapshot", { page_size: 5 })).data.workspace.hours;
    expect(await said()).toEqual({
      isOpen: false,
      opensAt: "2026-11-23T14:00:00+00:00",
      isAlways: false,
      today: [
        { from: "09:00", until: "12:30" },
        { from: "15:00", until: "19:00" },
      ],
    });
    await s.save("hours", daily(["00:00", "24:00"]));
    expect(await said()).toMatchObject({ isOpen: true, opensAt: null, isAlways: true });
  });
});
