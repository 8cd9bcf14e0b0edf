import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall } from "../support/calls.ts";
import { type Stage, stage } from "./stage.ts";

/** docs/decisions/2026-11-21-silence-against-last-weeks.md */
let s: Stage;
beforeEach(async () => {
  s = await stage();
  await s.product.db.freezeClock("2026-11-23T09:00:00Z");
});
afterEach(() => s.product.close());

/** One delivery every 20 minutes, Monday to Friday from 09:00 to 17:40 in Rome, from one day until another. */
const officeHours = (from: string, until: string, origin = "webhook") => s.sql`
  insert into webhook_requests (workspace_id, source, origin, outcome, received_at)
  select w.id, 'cloudtalk', ${origin}, 'processed', t at time zone 'Europe/Rome'
  from workspaces w, generate_series(${from}::timestamp, ${until}::timestamp, interval '20 minutes') t
  where extract(isodow from t) < 6 and t::time between '09:00' and '17:40'`;
const at = async (iso: string) => {
  await s.product.db.freezeClock(iso);
  const { data, error } = await s.product.db.service.rpc("watch", { deliver: false });
  if (error) throw new Error(error.message);
  return data as { opened: number; closed: number };
};

test("a working morning without a call, when the Mondays before had theirs: an alert two hours after the last", async () => {
  await officeHours("2026-10-26 09:00", "2026-11-23 10:00");
  expect(await at("2026-11-23T10:59:00Z")).toMatchObject({ opened: 0 });
  expect(await at("2026-11-23T11:00:00Z")).toMatchObject({ opened: 1 });
  expect(await s.alerts()).toMatchObject([
    { kind: "source_silent", subject: "cloudtalk", since: new Date("2026-11-23T09:00:00Z") },
  ]);
});

test("its end is the next delivery, not a quiet hour", async () => {
  await officeHours("2026-10-26 09:00", "2026-11-23 10:00");
  await at("2026-11-23T11:00:00Z");
  expect(await at("2026-11-23T22:00:00Z")).toMatchObject({ closed: 0 });
  // Nor that there is nothing left to compare with.
  await s.sql`delete from webhook_requests where received_at < '2026-11-23'`;
  expect(await at("2026-11-23T22:01:00Z")).toMatchObject({ closed: 0 });
  await s.product.postCloudtalk(endedCall(1));
  expect(await at("2026-11-23T22:02:00Z")).toMatchObject({ closed: 1 });
});

test("nights and weekends are as silent as ever", async () => {
  await officeHours("2026-10-26 09:00", "2026-11-20 17:40");
  for (const hour of ["2026-11-20T23:00Z", "2026-11-21T11:00Z", "2026-11-22T15:00Z", "2026-11-23T07:59Z"]) {
    expect(await at(hour)).toMatchObject({ opened: 0 });
  }
  // From Friday evening to Monday 10:20, the weeks before had five.
  expect(await at("2026-11-23T09:20:00Z")).toMatchObject({ opened: 1 });
});

test("one quiet week among the last four makes it usual", async () => {
  await officeHours("2026-10-26 09:00", "2026-11-23 10:00");
  await s.sql`delete from webhook_requests where received_at between '2026-11-09T09:10Z' and '2026-11-09T12:00Z'`;
  expect(await at("2026-11-23T11:30:00Z")).toMatchObject({ opened: 0 });
});

test("a first week is compared with nothing; a second with the first", async () => {
  await officeHours("2026-11-16 12:00", "2026-11-23 10:00");
  expect(await at("2026-11-23T13:00:00Z")).toMatchObject({ opened: 0 });
  await officeHours("2026-11-16 09:00", "2026-11-16 11:40");
  expect(await at("2026-11-23T13:00:00Z")).toMatchObject({ opened: 1 });
});

test("compares local times across the change of the clocks", async () => {
  await officeHours("2026-09-28 09:00", "2026-10-26 09:00");
  // 09:00 to 11:00 in Rome, an hour later by UTC than a week before: there were five from 09:20 to 10:40.
  expect(await at("2026-10-26T09:59:00Z")).toMatchObject({ opened: 0 });
  expect(await at("2026-10-26T10:00:00Z")).toMatchObject({ opened: 1 });
});

test("what we found ourselves by asking is no sign of life", async () => {
  await officeHours("2026-10-26 09:00", "2026-11-23 10:00");
  await officeHours("2026-11-23 10:10", "2026-11-23 12:00", "reconciled");
  expect(await at("2026-11-23T11:00:00Z")).toMatchObject({ opened: 1 });
});

test("a source that was never heard is set up by somebody, not missed", async () => {
  await s.calls(1);
  expect(await at("2027-02-01T10:00:00Z")).toMatchObject({ opened: 0 });
});
