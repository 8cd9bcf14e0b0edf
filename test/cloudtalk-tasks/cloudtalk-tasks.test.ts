import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound, pdf, phone } from "../support/calls.ts";
import { fixture } from "../support/product.ts";
import { type Stage, stage } from "./stage.ts";

/** What CloudTalk is told when a bill is in. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const done = { state: "done", error_code: null };
const minute = 60_000;

describe("a bill that is confirmed", () => {
  // A file used to be told at once: three of fifteen were a gas bill or a visura, and CloudTalk called them bills.
  test("and no file before it: nobody has looked", async () => {
    const call = await s.bill(1, {}, pdf, false);
    await s.tick();
    expect(await s.tasks()).toEqual([]);
    expect(s.cloudtalk.written).toEqual([]);
    await s.confirm(call);
    await s.tick();
    expect(s.cloudtalk.written.map(({ what }) => what)).toEqual(["tag", "activity"]);
  });

  test("and is taken back, is untold; confirmed again, told again", async () => {
    const call = await s.bill(1);
    await s.tick();
    await s.undo(call);
    await s.tick(minute);
    expect(s.cloudtalk.written.slice(2)).toMatchObject([
      { what: "untag", contact: "800001", body: { tags: ["bolletta ricevuta"] } },
      { what: "activity", contact: "800001", body: { type: "cancel", external_id: call } },
    ]);
    expect(await s.tasks()).toMatchObject([done, done]);
    await s.confirm(call);
    await s.tick(minute);
    expect(s.cloudtalk.written.slice(4).map(({ what }) => what)).toEqual(["tag", "activity"]);
  });

  test("taken back and confirmed within seconds, is told once", async () => {
    const call = await s.bill(1);
    await s.undo(call);
    await s.confirm(call);
    await s.tick();
    await s.undo(call);
    await s.confirm(call);
    await s.tick(minute);
    expect(s.cloudtalk.written.map(({ what }) => what)).toEqual(["tag", "activity"]);
  });

  test("taken back while CloudTalk is being told, is untold right after", async () => {
    const call = await s.bill(1);
    const good = s.cloudtalk.answer.tag;
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    const { promise: answer, resolve } = Promise.withResolvers<Response>();
    s.cloudtalk.answer.tag = () => {
      isAsked();
      return answer as unknown as Response;
    };
    const telling = s.tick();
    await asked;
    await s.undo(call);
    resolve(good("800001"));
    await telling;
    await s.tick(minute);
    expect(s.cloudtalk.written.map(({ what }) => what)).toEqual(["tag", "untag"]);
    expect((await s.tasks())[0]).toMatchObject(done);
  });

  test("taken back after an answer that was lost, is untold: it may have been told", async () => {
    const call = await s.bill(1);
    s.cloudtalk.answer.tag = () => HttpResponse.error();
    await s.tick();
    await s.undo(call);
    await s.tick(minute);
    expect(s.cloudtalk.written.map(({ what }) => what).toSorted()).toEqual([
      "activity",
      "activity",
      "tag",
      "untag",
    ]);
  });

  test("puts a tag and an activity on the contact with exactly this number", async () => {
    s.cloudtalk.contacts.unshift(
      { id: "700000", number: Number(`${phone(1).slice(1)}9`) },
      { id: "700001", number: phone(1).slice(3) },
    );
    const call = await s.bill(1);
    await s.tick();
    expect(await s.tasks()).toMatchObject([
      { kind: "tag", ...done, cloudtalk_contact_id: "800001" },
      { kind: "activity", ...done },
    ]);
    const [tag, activity] = s.cloudtalk.written;
    expect(tag).toMatchObject({ what: "tag", contact: "800001", body: { tags: ["bolletta ricevuta"] } });
    expect(activity).toMatchObject({
      what: "activity",
      contact: "800001",
      body: {
        type: "other",
        name: "Bolletta ricevuta su WhatsApp",
        external_id: call,
        external_url: `https://aftercall.example/monitor/calls/${call}`,
      },
    });
    // Searched once, remembered for the second.
    expect(s.cloudtalk.searched).toEqual([phone(1).slice(1)]);
    expect(tag?.headers.get("accept")).toBe("application/json");
    expect(tag?.headers.get("user-agent")).toMatch(/^Aftercall/);
    expect(tag?.headers.get("authorization")).toMatch(/^Basic /);
  });

  test("goes to the contact that the event named, without a search", async () => {
    await s.bill(1, { contact_id: "4711" });
    await s.tick();
    expect(s.cloudtalk.written.map(({ contact }) => contact)).toEqual(["4711", "4711"]);
    expect(s.cloudtalk.searched).toEqual([]);
  });

  test("follows a contact that was merged into another", async () => {
    const gone = () => HttpResponse.json(fixture("cloudtalk-rest-404"), { status: 404 });
    const ok = s.cloudtalk.answer.tag;
    s.cloudtalk.answer.tag = s.cloudtalk.answer.activity = (contact) =>
      contact === "4711" ? gone() : ok(contact);
    await s.bill(1, { contact_id: "4711" });
    await s.tick();
    expect(await s.tasks()).toMatchObject([done, done]);
    expect(s.cloudtalk.written.map(({ contact }) => contact)).toEqual(["4711", "800001", "800001"]);
  });

  test("is told once, whatever comes after it", async () => {
    const call = await s.bill(1);
    await s.tick();
    await s.confirm(call);
    await s.product.postWasender(inbound(1, "", { message: pdf }));
    await s.tick(minute);
    expect(s.cloudtalk.written).toHaveLength(2);
  });

  test("is told without any file, too", async () => {
    const call = await s.bill(1, {}, { conversation: "La cerco" }, false);
    await s.tick();
    expect(await s.tasks()).toEqual([]);
    await s.confirm(call);
    await s.tick();
    expect(await s.tasks()).toMatchObject([done, done]);
  });

  test("and is taken back before it was told, is not told", async () => {
    const call = await s.bill(1);
    await s.undo(call);
    await s.tick();
    expect(s.cloudtalk.written).toEqual([]);
    expect(await s.tasks()).toEqual([]);
  });

  test("is told when it is confirmed on a call that another one covers", async () => {
    const { postCloudtalk, afterResponses } = s.product;
    for (const id of ["first", "second"]) {
      await postCloudtalk(endedCall(1, { call_id: id }));
      await afterResponses();
    }
    const [covered] = await s.product.db.sql`select id from cloudtalk_calls where covered_by is not null`;
    await s.confirm(Number(covered!.id));
    await s.tick();
    expect(s.cloudtalk.written.map(({ body }) => body.external_id ?? "tag")).toEqual([
      "tag",
      Number(covered!.id),
    ]);
    // The file itself comes later, and proves the other one: CloudTalk knows.
    await s.product.postWasender(inbound(1, "", { message: pdf }));
    await s.tick(minute);
    expect(s.cloudtalk.written).toHaveLength(2);
  });

  test("of two calls that share one ask is told once", async () => {
    const { postCloudtalk, afterResponses } = s.product;
    await postCloudtalk(endedCall(1, { call_id: "first" }));
    await afterResponses();
    await s.bill(1, { call_id: "second" });
    await s.tick();
    expect(await s.tasks()).toHaveLength(2);
  });
});

test("without API keys nothing is queued and nothing is asked", async () => {
  await s.product.close();
  s = await stage({ CLOUDTALK_API_ID: "", CLOUDTALK_API_KEY: "" });
  await s.bill(1);
  await s.tick();
  expect(await s.tasks()).toEqual([]);
  expect(s.cloudtalk.written).toEqual([]);
});

describe("what goes wrong", () => {
  test.for([
    ["HTTP 500", () => new HttpResponse("<html>", { status: 500 }), "unreachable"],
    ["a page instead of an answer", () => new HttpResponse("<html>ok</html>"), "unreachable"],
    ["a broken connection", () => HttpResponse.error(), "unreachable"],
    ["an error inside a 200", () => HttpResponse.json({ responseData: { status: 500 } }), "unreachable"],
  ] as const)("%s is tried again, with the same external id", async ([, answer, code]) => {
    const good = s.cloudtalk.answer.activity;
    s.cloudtalk.answer.activity = answer;
    const call = await s.bill(1);
    await s.tick();
    expect(await s.tasks()).toMatchObject([done, { state: "waiting", error_code: code, tries: 1 }]);
    s.cloudtalk.answer.activity = good;
    await s.tick(minute);
    expect(await s.tasks()).toMatchObject([done, done]);
    expect(s.cloudtalk.written.flatMap(({ body }) => body.external_id ?? [])).toEqual([call, call]);
  });

  test("a rate limit holds up all, until the moment that CloudTalk names", async () => {
    const good = s.cloudtalk.answer.tag;
    const reset = String(Math.ceil(Date.now() / 1000) + 180);
    s.cloudtalk.answer.tag = () =>
      HttpResponse.json(fixture("cloudtalk-rest-429"), {
        status: 429,
        headers: { "X-CloudTalkAPI-ResetTime": reset },
      });
    await s.bill(1);
    await s.tick();
    expect(s.cloudtalk.written).toHaveLength(1);
    s.cloudtalk.answer.tag = good;
    await s.tick(2 * minute);
    expect(s.cloudtalk.written).toHaveLength(1);
    await s.tick(minute + 5_000);
    expect(await s.tasks()).toMatchObject([done, done]);
  });

  test("invalid input is final and in sight", async () => {
    s.cloudtalk.answer.tag = () => HttpResponse.json(fixture("cloudtalk-notes-add-invalid"), { status: 406 });
    await s.bill(1);
    await s.tick();
    expect(await s.tasks()).toMatchObject([{ state: "failed", error_code: "refused" }, done]);
  });

  test("one that failed and is tried again after its bill was taken back, tells nothing", async () => {
    s.cloudtalk.contacts.length = 0;
    const call = await s.bill(1);
    await s.tick();
    const manager = await s.product.db.createStaff({ role: "manager" });
    await manager.client.rpc("undo_bill", { call, reason: "Una foto qualsiasi" });
    s.cloudtalk.contacts.push({ id: "800001", number: Number(phone(1).slice(1)) });
    const [{ id }] = await s.product.db.sql<[{ id: string }]>`select min(id) as id from tasks`;
    const again = await manager.client.rpc("settle_failed_task", { task: Number(id), decision: "again" });
    expect(again.data).toBe("again");
    await s.tick();
    expect(s.cloudtalk.written).toEqual([]);
    expect((await s.tasks())[0]).toMatchObject({ state: "done" });
  });

  test("so is a customer whom CloudTalk does not have", async () => {
    s.cloudtalk.contacts = [];
    await s.bill(1);
    await s.tick();
    expect(await s.tasks()).toMatchObject([
      { state: "failed", error_code: "no_contact" },
      { state: "failed", error_code: "no_contact" },
    ]);
  });

  test("a refused key is asked for once an hour, as long as it takes to mend it", async () => {
    const good = s.cloudtalk.answer.tag;
    s.cloudtalk.answer.tag = () => HttpResponse.json({ responseData: { status: 401 } }, { status: 401 });
    await s.bill(1);
    for (let hour = 0; hour < 14; hour += 1) await s.tick(61 * minute);
    expect((await s.tasks())[0]).toMatchObject({ state: "waiting", error_code: "unauthorized", tries: 14 });
    s.cloudtalk.answer.tag = good;
    await s.tick(61 * minute);
    expect((await s.tasks())[0]).toMatchObject(done);
    expect(JSON.stringify(s.said)).not.toContain("key-secret-of-the-tests");
  });

  test("ten tries are the end of it", async () => {
    s.cloudtalk.answer.tag = () => new HttpResponse(null, { status: 502 });
    await s.bill(1);
    for (let tries = 0; tries < 12; tries += 1) await s.tick(361 * minute);
    expect((await s.tasks())[0]).toMatchObject({ state: "failed", error_code: "unreachable", tries: 10 });
  });

  test("nothing of it holds up a message", async () => {
    s.cloudtalk.answer.tag = s.cloudtalk.answer.activity = () => HttpResponse.error();
    await s.bill(1);
    await s.tick();
    await s.bill(2);
    expect(s.product.wasender.sends.map(({ to }) => to)).toEqual([phone(1), phone(2)]);
  });
});

describe("the limit of 60 requests a minute, which others need too", () => {
  test("leaves half of it: ten tasks of up to three requests, also when ticks overlap", async () => {
    for (let n = 1; n <= 8; n += 1) await s.bill(n, { contact_id: String(1000 + n) });
    await Promise.all([s.tick(), s.tick(), s.tick()]);
    expect(s.cloudtalk.written).toHaveLength(10);
    await s.tick(30_000);
    expect(s.cloudtalk.written).toHaveLength(10);
    await s.tick(31_000);
    expect(s.cloudtalk.written).toHaveLength(16);
    expect((await s.tasks()).every(({ state }) => state === "done")).toBe(true);
  });
});
