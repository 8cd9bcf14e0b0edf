import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, inbound } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { fixture } from "../support/product.ts";
import { type Stage, stage } from "./harness.ts";

/** The page of events, as a browser without scripts has it. */
let s: Stage;
let manager: Visitor;
let agent: Visitor;
const id = { rejected: 0, retrying: 0, dead: 0, processed: 0, hostile: 0 };

const signedIn = async (who: Staff): Promise<Visitor> => {
  const visitor = new Visitor(s.product.doors.monitor);
  await visitor.signIn(who);
  return visitor;
};
const html = async (visitor: Visitor, path = "/monitor/events", headers = {}) => {
  const response = await visitor.get(path, headers);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
};
const shown = (page: string) =>
  [...page.matchAll(/<li class="row" id="event-(\d+)"/g)].map(([, n]) => Number(n));
const rowOf = (page: string, n: number) =>
  page.split(`<li class="row" id="event-${n}"`)[1]!.split("</li>")[0]!;
const newest = async () => Number((await s.rows("webhook_requests")).at(-1).id);

beforeAll(async () => {
  s = await stage();
  manager = await signedIn(s.manager);
  agent = await signedIn(await s.product.db.createStaff({ role: "agent" }));
  await s.product.postCloudtalk(fixture("cloudtalk-call-ended-answered"));
  id.processed = await newest();
  await s.product.postCloudtalk("{");
  id.rejected = await newest();
  await s.breakCalls();
  await s.product.postCloudtalk(endedCall(11, { contact_name: "Anna Verdi" }));
  id.dead = await newest();
  for (let tries = 1; tries < 8; tries += 1) {
    await s.product.db.shiftClock(3 * 3_600_000);
    await s.product.tick();
  }
  await s.product.postCloudtalk(endedCall(12));
  id.retrying = await newest();
  id.hostile = await s.rejectedOnce("wasender", `<script>alert("hello")</script> & "more"`);
});
afterAll(() => s.product.close());

describe("the list", () => {
  test.for([
    ["", ["hostile", "retrying", "dead", "rejected"]],
    ["?outcome=rejected", ["hostile", "rejected"]],
    ["?outcome=retrying", ["retrying"]],
    ["?outcome=dead", ["dead"]],
    ["?outcome=all", ["hostile", "retrying", "dead", "rejected", "processed"]],
    ["?outcome=all&source=wasender", ["hostile"]],
    ["?source=cloudtalk", ["retrying", "dead", "rejected"]],
    ["?outcome=dead&source=wasender", []],
    ["?outcome=nonsense&source=nobody&before=x", ["hostile", "retrying", "dead", "rejected"]],
  ] as const)("%s", async ([query, names]) => {
    const page = await html(manager, `/monitor/events${query}`);
    expect(shown(page)).toEqual(names.map((name) => id[name]));
  });

  test("says of each when, from whom, what became of it, why, how often it was tried, and when it is again", async () => {
    const page = await html(agent);
    expect(rowOf(page, id.rejected)).toMatch(
      /CloudTalk[\s\S]*<time[\s\S]*rejected[\s\S]*tried once[\s\S]*not valid JSON/,
    );
    expect(rowOf(page, id.dead)).toMatch(
      /call-ended[\s\S]*stopped[\s\S]*tried 8 times · no more tries by itself since: <time[\s\S]*code P0001/,
    );
    expect(rowOf(page, id.retrying)).toMatch(/retrying[\s\S]*tried once · next try: <time[\s\S]*code P0001/);
  });

  test("speaks Italian, and keeps to it", async () => {
    expect(await html(manager, "/monitor/events", { "accept-language": "it" })).toMatch(
      /Eventi ricevuti[\s\S]*fermo[\s\S]*provato 8 volte/,
    );
    const other = await signedIn(s.manager);
    const switched = await other.get("/monitor/events?outcome=dead&lang=it");
    expect([switched.status, switched.headers.get("location")]).toEqual([
      303,
      "/monitor/events?outcome=dead",
    ]);
    expect(await html(other)).toContain("Eventi ricevuti");
  });

  test("shows nobody what was said, and agents no buttons", async () => {
    const [theirs, ours] = [
      await html(agent, "/monitor/events?outcome=all"),
      await html(manager, "/monitor/events?outcome=all"),
    ];
    for (const page of [theirs, ours]) expect(page).not.toMatch(/Anna Verdi|alert\(|3933310/);
    expect(ours).toMatch(/Try again<[\s\S]*What it said/);
    expect(theirs).not.toMatch(/<button[^>]*>Try|What it said|type="checkbox"/);
    expect(theirs).toContain("A manager or an admin can try them again.");
  });

  test("goes on to older ones, and back", async () => {
    const many = await stage();
    const ids = [];
    for (let n = 0; n < 43; n += 1) ids.push(await many.rejectedOnce("cloudtalk", "{"));
    ids.reverse();
    const visitor = new Visitor(many.product.doors.monitor);
    await visitor.signIn(many.manager);
    const first = await html(visitor, "/monitor/events?outcome=rejected");
    expect(shown(first)).toEqual(ids.slice(0, 40));
    const next = /id="events-older" href="([^"]+)"/.exec(first)![1]!.replaceAll("&amp;", "&");
    const last = await html(visitor, next);
    expect(shown(last)).toEqual(ids.slice(40));
    expect(last).not.toContain("events-older");
    expect(last).toContain('id="events-newest" href="/monitor/events?outcome=rejected"');
    await many.product.close();
  });
});

describe("one event", () => {
  test("shows a manager what it said, escaped and laid out", async () => {
    const page = await html(manager, `/monitor/events/${id.dead}?outcome=dead`);
    expect(page).toMatch(/<pre class="payload"[^>]*>\{\n {2}&quot;/);
    expect(page).toContain("Anna Verdi");
    expect(page).toContain('href="/monitor/events?outcome=dead"');
    expect(await html(manager, `/monitor/events/${id.hostile}`)).toContain("&lt;script&gt;alert(");
  });

  test("is cut when it is long", async () => {
    const long = await s.rejectedOnce("wasender", "x".repeat(300_000));
    const page = await html(manager, `/monitor/events/${long}`);
    expect(page.length).toBeLessThan(110_000);
    expect(page).toContain("the first 100 kB");
    await s.product.db.sql`delete from webhook_requests where id = ${long}`;
  });

  test("is not there for an unknown number", async () => {
    for (const path of ["/monitor/events/999999", "/monitor/events/0", "/monitor/events/x"]) {
      expect([path, (await manager.get(path)).status]).toEqual([path, 404]);
    }
  });
});

describe("the first page", () => {
  test("leads to what failed, and says quietly how many of the last days could not be read", async () => {
    const page = await html(agent, "/monitor/diagnostics");
    expect(page).toMatch(/id="needs-events"[\s\S]*?2 events not processed[\s\S]*?href="\/monitor\/events"/);
    expect(page).toMatch(
      /id="needs-rejected">2 events of the last 7 days could not be read\.[\s\S]*?outcome=rejected/,
    );
    expect(page).toContain('href="/monitor/events?outcome=all"');
  });
});

describe("trying again", () => {
  let t: Stage;
  let visitor: Visitor;
  beforeAll(async () => {
    t = await stage();
    visitor = new Visitor(t.product.doors.monitor);
    await visitor.signIn(t.manager);
  });
  afterAll(() => t.product.close());

  const said = async (path = "/monitor/events") =>
    /<div class="notice"[^>]*>([\s\S]*?)<\/div>/.exec(await html(visitor, path))?.[1]?.replace(/\s+/g, " ");

  test("one: the page that it was on says what came of it, once", async () => {
    const one = await t.rejectedOnce("cloudtalk", endedCall(1));
    const answer = await visitor.post(`/monitor/events/${one}/replay?outcome=rejected&back=//evil.example`);
    expect([answer.status, answer.headers.get("location")]).toEqual([
      303,
      "/monitor/events?outcome=rejected",
    ]);
    expect(await said()).toBe("Tried 1 event again: 1 took effect. ");
    expect(await said()).toBeUndefined();
    await visitor.post(`/monitor/events/${one}/replay`);
    expect(await said()).toContain("1 was fine already");
    expect(rowOf(await html(visitor, "/monitor/events?outcome=all"), one)).toMatch(
      /processed[\s\S]*tried again by you: <time/,
    );
  });

  test("one, from its own page", async () => {
    const one = await t.rejectedOnce("cloudtalk", "{");
    const page = await html(visitor, `/monitor/events/${one}`);
    const action = /<form method="post" action="(\/monitor\/events[^"]+)"/.exec(page)![1]!;
    const answer = await visitor.post(action);
    expect(answer.headers.get("location")).toBe(`/monitor/events/${one}`);
    expect(await said(`/monitor/events/${one}`)).toMatch(
      /1 still rejected\..*1 × Its text is not valid JSON/,
    );
    expect(await html(visitor, `/monitor/events/${one}`)).toMatch(/Tried by hand[\s\S]*by you/);
  });

  test("those that were ticked: how many took effect, were duplicates, are still refused, and why", async () => {
    const ids = [
      await t.rejectedOnce("cloudtalk", endedCall(2)),
      await t.rejectedOnce("cloudtalk", endedCall(2)),
      await t.rejectedOnce("cloudtalk", "{"),
      await t.rejectedOnce("wasender", "[]"),
      await t.rejectedOnce("wasender", inbound(2, "ecco")),
    ];
    const form = new URLSearchParams({ decision: "selected" });
    for (const n of ids) form.append("id", String(n));
    await visitor.post("/monitor/events/replay", form as unknown as Record<string, string>);
    expect(await said()).toMatch(
      /^Tried 5 events again: 2 took effect, 1 duplicate, 2 still rejected\. .*1 × Its text is not valid JSON: [^<]+<\/li><li>1 × It does not say which event/,
    );
  });

  test("none ticked", async () => {
    await visitor.post("/monitor/events/replay", { decision: "selected" });
    expect(await said()).toContain("No event is selected");
  });

  test("all that match, 200 a press: the next press goes on with the others", async () => {
    await t.product.db.sql`delete from webhook_requests where outcome = 'rejected'`;
    const body = JSON.stringify(fixture("wasender-newsletter"));
    await t.product.db.sql`
      insert into webhook_requests (workspace_id, source, outcome, reason, raw_body, content_type)
      select w.id, 'wasender', 'rejected', 'unreadable', case when n <= 150 then '[]' else ${body} end, 'application/json'
      from workspaces w, generate_series(1, 230) n`;
    await t.rejectedOnce("cloudtalk", endedCall(3));
    const press = () => visitor.post("/monitor/events/replay?source=wasender", { decision: "matching" });
    await press();
    expect(await said()).toMatch(
      /^Tried 200 events again: 50 read, but not needed, 150 still rejected\. 30 are left/,
    );
    await press();
    expect(await said()).toMatch(
      /^Tried 180 events again: 30 read, but not needed, 150 still rejected\. (?!.*left)/,
    );
    const [cloudtalk] = await t.product.db.sql`select outcome from webhook_requests where source = 'cloudtalk'
      order by id desc limit 1`;
    expect(cloudtalk).toEqual({ outcome: "rejected" });
  });

  test("nonsense is refused, and a forged notice says nothing of its own", async () => {
    for (const form of [
      {},
      { decision: "constructor" },
      { decision: "selected", id: "x" },
      { decision: "selected", id: "-1" },
    ]) {
      expect([
        form,
        (await visitor.post("/monitor/events/replay", form as Record<string, string>)).status,
      ]).toEqual([form, 400]);
    }
    for (const forged of [
      "x",
      "{}",
      "[]",
      "null",
      '{"counts":{"processed":"<b>"},"reasons":{"<b>":1}}',
      '{"counts":{"processed":1e99}}',
    ]) {
      visitor.cookies.set("aftercall-replay", encodeURIComponent(forged));
      expect([forged, await said()]).toEqual([forged, "There was nothing to try again."]);
    }
  });
});
